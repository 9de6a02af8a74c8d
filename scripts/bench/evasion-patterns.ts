import { Converter } from 'opencc-js'
import { pinyin } from 'pinyin-pro'
import { readings } from '../../shared/text/tables/readings.ts'

/** A way of writing a phrase so that a filter does not see it. */
export interface Evasion {
  readonly name: string
  write(phrase: string): string
}

const traditional = Converter({ from: 'cn', to: 'tw' })
const syllables = (phrase: string) => pinyin(phrase, { toneType: 'none', type: 'array' })
const toned = (phrase: string) => pinyin(phrase, { type: 'array' })
const between = (phrase: string, sign: (i: number) => string) =>
  [...phrase].map((char, i, all) => (i < all.length - 1 ? char + sign(i) : char)).join('')
const oneOf = (signs: string) => (i: number) => [...signs][i % [...signs].length] ?? ''
const eachChar = (phrase: string, to: (char: string, i: number) => string) =>
  [...phrase].map(to).join('')
const onlyAt = (phrase: string, at: number, to: (char: string) => string) =>
  eachChar(phrase, (char, i) => (i === at ? to(char) : char))
const last = (phrase: string) => phrase.length - 1
const inner = (phrase: string) => Math.max(0, phrase.length - 2)
const middle = (phrase: string) => (phrase.length >> 1) - 1

/** Common characters by their reading with tone, and by syllable; what they mean does not matter to who evades. */
const common = [...readings.replaceAll(/[a-z ]/g, '')].map((char) => ({
  char,
  tone: pinyin(char),
  syllable: pinyin(char, { toneType: 'none' }),
}))

function soundingLike(char: string, keep: 'tone' | 'syllable', syllable = syllables(char)[0]) {
  const tone = pinyin(char)
  const others = common.filter((it) =>
    keep === 'tone' ? it.tone === tone : it.syllable === syllable && it.tone !== tone,
  )
  const rest = others.filter((it) => it.char !== char)
  return rest[(char.charCodeAt(0) * 7) % Math.max(1, rest.length)]?.char ?? char
}

/** What speech recognition and dialects confuse; the sound stays where none of it applies. */
function misheard(char: string): string {
  const syllable = syllables(char)[0] ?? ''
  const swaps: readonly [RegExp, string][] = [
    [/^([zcs])h/, '$1'],
    [/^([zcs])(?!h)/, '$1h'],
    [/^n(?!g)/, 'l'],
    [/^l/, 'n'],
    [/([aei])ng$/, '$1n'],
    [/([aei])n$/, '$1ng'],
  ]
  for (const [from, to] of swaps) {
    const heard = syllable.replace(from, to)
    if (heard === syllable) continue
    const found = soundingLike(char, 'syllable', heard)
    if (found !== char) return found
  }
  return char
}

const pairs = (text: string) =>
  new Map(text.split(' ').map((pair) => [[...pair][0] ?? '', [...pair].slice(1).join('')]))
const by = (table: ReadonlyMap<string, string>) => (char: string) => table.get(char) ?? char

const shapes = pairs(
  '价阶 级圾 一⼀ 病痫 信伩 效郊 例洌 药葯 赔陪 顶项 二⼆ 除徐 账帐 管菅 换涣 方万 用甪 人入 运远 失矢 赠增',
)
const variants = pairs(
  '全仝 网網 最㝡 价価 国囯 级級 销銷 一⼀ 无⽆ 药薬 效効 赚賺 顶頂 独獨 转轉 账帳 血⾎ 退⻍ 换換 祖袓 方⽅ 用⽤ 人⼈ 运運 财財 鬼⿁ 病⽦',
)
const halves = pairs(
  '低亻氐 价亻介 级纟及 销钅肖 根木艮 治氵台 信亻言 效交攵 例亻列 特牛寺 药艹约 稳禾急 赚贝兼 赔贝咅 顶丁页 加力口 糖米唐 病疒丙 独犭虫 转车专 账贝长 软车欠 换扌奂 秘禾必 祖礻且 副畐刂 作亻乍 除阝余 招扌召 财贝才 理王里 倍亻音',
)
const pictures = pairs('家🏠 药💊 糖🍬 网🌐 信❤ 百💯 血🩸 财💰 人👤 钱💰 手✋ 一1⃣ 二2⃣')
const circled = pairs('一㊀ 有㊒ 特㊕ 无🈚 不🈳 二㊁ 财㊖ 秘㊙ 医㊩')
const numerals = (phrase: string) =>
  phrase
    .replace('第一', '第①')
    .replace('百分百', '100%')
    .replace('加微信', '+V❤')
    .replace('零', '0')

/** The 37 patterns; those that leave a phrase as it is are no case for it. */
export const evasions: readonly Evasion[] = [
  { name: 'verbatim', write: (p) => p },
  { name: 'ASCII spaces', write: (p) => between(p, oneOf(' ')) },
  { name: 'ideographic and no-break spaces', write: (p) => between(p, oneOf('\u00a0\u3000')) },
  { name: 'zero-width', write: (p) => between(p, oneOf('\u200b\u200d\u2060\ufeff')) },
  { name: 'ASCII full stops', write: (p) => between(p, oneOf('.')) },
  { name: 'CJK punctuation', write: (p) => between(p, oneOf('，、·')) },
  { name: 'symbols', write: (p) => between(p, oneOf('·-*_~')) },
  { name: 'emoji between', write: (p) => between(p, oneOf('😂🔥❤👍💰')) },
  { name: 'line break', write: (p) => `${p.slice(0, p.length >> 1)}\n${p.slice(p.length >> 1)}` },
  { name: 'combining strike-through', write: (p) => eachChar(p, (char) => `${char}\u0336`) },
  { name: 'bidi controls', write: (p) => between(p, oneOf('\u202e\u202c')) },
  { name: 'traditional', write: (p) => traditional(p) },
  {
    name: 'half traditional',
    write: (p) => eachChar(p, (char, i) => (i % 2 ? char : traditional(char))),
  },
  { name: 'variants, compatibility forms', write: (p) => eachChar(p, by(variants)) },
  { name: 'look-alike character', write: (p) => onlyAt(p, last(p), by(shapes)) },
  { name: 'every character doubled', write: (p) => eachChar(p, (char) => char + char) },
  { name: 'one character stretched', write: (p) => onlyAt(p, 1, (char) => char.repeat(4)) },
  { name: 'filler 啊', write: (p) => between(p, (i) => (i === middle(p) ? '啊' : '')) },
  { name: 'filler 那个', write: (p) => between(p, (i) => (i === middle(p) ? '那个' : '')) },
  {
    name: 'homophone, one',
    write: (p) => onlyAt(p, last(p), (char) => soundingLike(char, 'tone')),
  },
  { name: 'homophone, all', write: (p) => eachChar(p, (char) => soundingLike(char, 'tone')) },
  {
    name: 'other tone, one',
    write: (p) => onlyAt(p, last(p), (char) => soundingLike(char, 'syllable')),
  },
  { name: 'other tone, all', write: (p) => eachChar(p, (char) => soundingLike(char, 'syllable')) },
  { name: 'misheard', write: (p) => eachChar(p, misheard) },
  { name: 'pinyin', write: (p) => syllables(p).join('') },
  { name: 'pinyin, spaced', write: (p) => syllables(p).join(' ') },
  { name: 'pinyin with tone marks', write: (p) => toned(p).join('') },
  {
    name: 'one character as pinyin',
    write: (p) => onlyAt(p, inner(p), (char) => syllables(char)[0] ?? char),
  },
  {
    name: 'initials only',
    write: (p) =>
      syllables(p)
        .map((it) => it[0])
        .join(''),
  },
  {
    name: 'one character as initial',
    write: (p) => onlyAt(p, inner(p), (char) => syllables(char)[0]?.[0] ?? char),
  },
  {
    name: 'fullwidth pinyin',
    write: (p) =>
      eachChar(syllables(p).join(''), (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  },
  {
    name: 'leet pinyin',
    write: (p) =>
      syllables(p).join('').replaceAll('i', '1').replaceAll('o', '0').replaceAll('e', '3'),
  },
  { name: 'split characters', write: (p) => eachChar(p, by(halves)) },
  { name: 'reversed', write: (p) => [...p].reverse().join('') },
  { name: 'emoji for a character', write: (p) => eachChar(p, by(pictures)) },
  { name: 'circled, squared', write: (p) => eachChar(p, by(circled)) },
  { name: 'numerals, aliases', write: numerals },
]

import { fileURLToPath } from 'node:url'
import { Mint } from 'mint-filter'
import { openTagger, readTwice } from '../../services/detect/tagger.ts'
import type { Channel, Goods } from '../../shared/domain/channel.ts'
import { loadLexicon, versionOf } from '../../shared/lexicon/load.ts'
import { compileLexicon, type Lexicon } from '../../shared/text/compile.ts'
import { detect } from '../../shared/text/detect.ts'
import type { Tokenizer } from '../../shared/text/edges.ts'
import { openTokenizer } from '../../shared/tokenizer.ts'
import { benignTexts } from './benign.ts'
import { evasions } from './evasion-patterns.ts'
import { type Cell, printTable } from './table.ts'

/** A phrase and the sentence around it, as a host would say or write it. */
export interface Phrase {
  readonly phrase: string
  readonly before: string
  readonly after: string
  readonly goods?: Goods
}

const framed = (phrase: string): Phrase => ({
  phrase,
  before: '家人们今天这款',
  after: '喜欢的拍一下',
})

/** Phrases that every filter of this kind is tried with. */
const knownPhrases: readonly Phrase[] =
  '全网最低价 国家级 销量第一 根治糖尿病 加微信 百分百有效 史无前例 特效药 稳赚不赔 顶级'
    .split(' ')
    .map(framed)

/** Phrases taken from no list of ways of evading, each in a sentence of its own. */
const otherPhrases: readonly Phrase[] = [
  { phrase: '独一无二', before: '我们家这款料子是', after: '的大家看清楚' },
  { phrase: '历史最低价', before: '这个就是', after: '错过就没有了' },
  { phrase: '药到病除', before: '喝上一个疗程', after: '亲身体验' },
  { phrase: '私下转账', before: '喜欢的姐妹', after: '给我便宜十块' },
  { phrase: '软化血管', before: '这个油天天吃', after: '老人家吃了都说好' },
  { phrase: '不退不换', before: '特价商品一经售出', after: '哈想好了再拍' },
  { phrase: '祖传秘方', before: '这个药酒是我们家', after: '泡出来的' },
  { phrase: '国家领导人', before: '这个茶是', after: '都喝的好茶' },
  { phrase: '零副作用', before: '这个面霜', after: '孕妇也可以放心用' },
  { phrase: '招财转运', before: '这个手串请回家', after: '今年一定行' },
]

/** Phrases written down before the lexicon's core phrases and tables of parts were, and no rule was made for. */
const freshPhrases: readonly Phrase[] = [
  { phrase: '包治百病', before: '这个膏药', after: '谁用谁知道', goods: 'medical-device' },
  { phrase: '永不反弹', before: '我们这个瘦下来', after: '放心吃饭' },
  { phrase: '保本保息', before: '这个项目', after: '年底就分红' },
  { phrase: '扫码进群', before: '想要更低价格的', after: '我在里面报价' },
  { phrase: '全球首创', before: '这个技术是', after: '的大家看一下' },
  { phrase: '概不负责', before: '收到以后破损', after: '想好再下单' },
  { phrase: '军队特供', before: '这一瓶是', after: '外面见不到' },
  { phrase: '好评返现', before: '收到货以后', after: '五块钱找客服领' },
  { phrase: '增强免疫力', before: '这个粉天天冲一勺', after: '小孩老人都可以' },
  { phrase: '考不过全额退款', before: '报我们这个班', after: '你还怕什么' },
]

export interface Case extends Phrase {
  readonly pattern: string
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Every phrase written in every way that changes it. */
function evasionCases(phrases: readonly Phrase[]): Case[] {
  return evasions.flatMap(({ name, write }) =>
    phrases.flatMap((it): Case[] => {
      const written = write(it.phrase)
      if (name !== 'verbatim' && written === it.phrase) return []
      const start = it.before.length
      const text = it.before + written + it.after
      return [{ ...it, pattern: name, text, start, end: start + written.length }]
    }),
  )
}

/** Whether a kept hit overlaps the phrase as it was written. */
function isCaught(lexicon: Lexicon, tokenizer: Tokenizer | undefined, it: Case): boolean {
  const { text, goods } = it
  return detect(lexicon, { text, channel: 'speech', goods }, tokenizer).some(
    ({ start, end, suppressed }) => !suppressed && start < it.end && end > it.start,
  )
}

/** Evaded phrases that are caught, and what is found in text that holds none. */
export async function benchEvasion(): Promise<void> {
  const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
  const tokenizer = openTokenizer()
  const tagger = await openTagger(tokenizer)
  const lexicon = readTwice(compileLexicon(source, versionOf(source)), tagger)
  const known = evasionCases(knownPhrases)
  const other = evasionCases(otherPhrases)
  const fresh = evasionCases(freshPhrases)
  const every = [...known, ...other, ...fresh]
  const mint = new Mint([...knownPhrases, ...otherPhrases, ...freshPhrases].map((it) => it.phrase))
  const caught = (it: Case) => isCaught(lexicon, tokenizer, it)
  const plain = ({ text }: Case) => !mint.verify(text)
  const count = (cases: readonly Case[], test: (it: Case) => boolean) =>
    `${cases.filter(test).length}/${cases.length}`
  const rows = evasions.map(({ name }): Cell[] => {
    const lists = [known, other, fresh].map((all) => all.filter((it) => it.pattern === name))
    const all = lists.flat()
    const missed = all.filter((it) => !caught(it)).map(({ phrase }) => phrase)
    const counts = lists.map((list) => count(list, caught))
    return [name, ...counts, count(all, plain), shortened(missed)]
  })
  const share = (cases: readonly Case[], test: (it: Case) => boolean) =>
    `${((cases.filter(test).length / cases.length) * 100).toFixed(1)} %`
  const lists = [known, other, fresh]
  rows.push(['all', ...lists.map((list) => count(list, caught)), count(every, plain)])
  rows.push(['', ...lists.map((list) => share(list, caught)), share(every, plain)])
  printTable(
    'Evasion: cases in which a kept hit stands on the phrase',
    ['pattern', 'known', 'other', 'fresh', 'mint-filter', 'missed'],
    rows,
  )
  for (const { name, texts } of await benignTexts()) falseHits(lexicon, tokenizer, name, texts)
}

function shortened(phrases: readonly string[]): string {
  const more = phrases.length - 7
  return phrases.slice(0, 7).join(' ') + (more > 0 ? ` … ${more} more` : '')
}

function falseHits(
  lexicon: Lexicon,
  tokenizer: Tokenizer,
  name: string,
  texts: readonly string[],
): void {
  const found = new Map<string, { readonly kept: string[]; suppressed: number }>()
  const channel: Channel = 'speech'
  for (const text of texts)
    for (const hit of detect(lexicon, { text, channel }, tokenizer)) {
      const of = found.get(hit.stage) ?? { kept: [], suppressed: 0 }
      if (hit.suppressed) of.suppressed++
      else of.kept.push(hit.text.replaceAll(/\s+/g, ' '))
      found.set(hit.stage, of)
    }
  const han = texts.join('').match(/\p{Script=Han}/gu)?.length ?? 0
  const rows = ['exact', 'soft', 'parts', 'sound'].map((stage): Cell[] => {
    const { kept, suppressed } = found.get(stage) ?? { kept: [], suppressed: 0 }
    const some = [...new Set(kept)].slice(0, 12).join(' ')
    return [stage, kept.length, (kept.length / han) * 10_000, suppressed, some]
  })
  printTable(
    `Hits on text that holds no offence: ${name}, ${han.toLocaleString('en')} Han characters`,
    ['stage', 'kept', 'per 10,000', 'suppressed', 'some of them'],
    rows,
  )
}

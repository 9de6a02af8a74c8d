import { describe, expect, test } from 'vitest'
import { LexiconDocument } from '#shared/domain/lexicon.ts'
import { compileLexicon } from '../compile.ts'
import { detect, type FoundHit } from '../detect.ts'
import { foldedText } from '../fold.ts'
import { featuresOf, type Ground, makeGround } from './features.ts'
import { learn } from './learn.ts'
import { examplesAsTaught, lessonsOf, type Taught } from './lessons.ts'
import { chancesOf } from './model.ts'
import { decodeModel, encodeModel } from './model-file.ts'
import { markOf, readAgain, rulesLearnedBeside, secondReading } from './second-reading.ts'
import { tag, whereRulesAreSilent } from './tag.ts'

const rule = (id: string, word: string, goods?: readonly string[]) => ({
  ...{ id, name: word, match: [word], goods },
  examples: {
    match: [`就是${word}`, `真的${word}哦`, `${word}来了`],
    clean: ['今天天气好', '欢迎来到直播间', '这是紫菜'],
  },
})
const source = LexiconDocument.parse({
  concepts: { 病名: ['高血压', '糖尿病', '老寒腿'] },
  exceptions: [
    {
      ...{ id: 'never', name: '不用', source: '测试', reason: '测试' },
      ...{ where: 'text', patterns: ['从不出现的话'] },
    },
  ],
  variants: { staff: ['客服'], clauseOpeners: ['但是'], corrections: ['刚才说错了'] },
  calendars: [],
  categories: ['food', 'cosmetic', 'price'].map((id) => ({ id, severity: 3, mode: 'assert' })),
  rules: [
    { category: 'food', rules: [rule('f', '吃了能治', ['food'])] },
    { category: 'cosmetic', rules: [rule('c', '抹了能治', ['cosmetics'])] },
    { category: 'price', rules: [rule('p', '全网最低')] },
  ],
})
const lexicon = compileLexicon(source, 'test')
const kindsOf = { food: ['medical'], cosmetic: ['medical'], price: ['price'] }
const ground: Ground = makeGround(lexicon, kindsOf, (text) => [...text])
const kinds = ['none', 'medical', 'price']

const said = (text: string, ...claims: readonly [string, string][]): Taught => ({
  ...{ text, channel: 'speech', goods: 'food', weight: 1 },
  spans: claims.map(([words, kind]) => {
    const start = text.indexOf(words)
    return { start, end: start + words.length, kind }
  }),
})
const taught = [
  ...['高血压', '糖尿病'].flatMap((illness) =>
    ['药都停了', '药也停了', '药就停掉了'].map((end) =>
      said(`我家老人${illness}${end}`, [`${illness}${end}`, 'medical']),
    ),
  ),
  ...['今天的紫菜很新鲜', '药店在隔壁', '停播一天', '高血压的朋友问医生'].map((text) => said(text)),
]
const rest = { kinds, kindsOf, threshold: 0.5, rules: {} }
const all = [...examplesAsTaught(ground), ...taught]
const model = learn(lessonsOf(ground, kinds, all), rest)

test('the same lessons give the same bytes, in whatever order they are handed in', () => {
  const again = learn(lessonsOf(ground, kinds, all.toReversed()), rest)
  expect(encodeModel(again)).toEqual(encodeModel(model))
  const other = learn(lessonsOf(ground, kinds, all.slice(1)), rest)
  expect(encodeModel(other)).not.toEqual(encodeModel(model))
})

test('a model survives its file, and a torn file says what to do', () => {
  const bytes = encodeModel(model)
  expect(decodeModel(bytes)).toEqual(model)
  expect(decodeModel(Buffer.concat([Buffer.from('xyz'), bytes]).subarray(3))).toEqual(model)
  expect(() => decodeModel(bytes.subarray(0, -1))).toThrow('npm run train')
  expect(() => decodeModel(new TextEncoder().encode('别的文件\n\n'))).toThrow('npm run train')
})

test('a find is told by its concept where the words are new, with the category for the goods', () => {
  const text = '她的老寒腿，药都停了'
  const [find, ...others] = tag(ground, model, { text, channel: 'speech', goods: 'food' })
  expect(others).toEqual([])
  expect(find).toMatchObject({ kind: 'medical', category: 'food' })
  expect(find?.text).toBe(text.slice(find?.start, find?.end))
  expect(find?.text).toContain('药都停')
  expect(find?.because).toContain('{病名}')
  const [other] = tag(ground, model, { text, channel: 'speech', goods: 'cosmetics' }, 0.3)
  expect(other?.category).toBe('cosmetic')
})

test('plain talk, nothing and lone surrogates give no find', () => {
  for (const text of ['今天的虾皮很新鲜', '', '\ud83d', '？？？'])
    expect(tag(ground, model, { text, channel: 'speech', goods: 'food' })).toEqual([])
})

test('where a rule has a hit, kept or suppressed, the tagger is silent', () => {
  const finds = tag(ground, model, { text: '老寒腿药都停了', channel: 'speech', goods: 'food' })
  expect(whereRulesAreSilent(finds, [])).toHaveLength(1)
  const end = finds[0]?.end ?? 0
  expect(whereRulesAreSilent(finds, [{ start: end - 1, end: end + 3 }])).toEqual([])
  expect(whereRulesAreSilent(finds, [{ start: end, end: end + 3 }])).toEqual(finds)
})

test('of a judged quote only the judged words are learned from', () => {
  const text = '糖尿病的药都停了你看今天的紫菜'
  const judged = { ...said(text), judged: { start: 9, end: text.length } }
  const [lesson] = lessonsOf(ground, kinds, [judged])
  expect([...text].map((_, i) => lesson?.isKnown(i))).toEqual([...text].map((_, i) => i >= 9))
})

describe('the second reading', () => {
  const wide = compileLexicon(
    {
      ...source,
      rules: source.rules.with(2, {
        category: 'price',
        rules:
          source.rules[2]?.rules.map((one) => ({
            ...one,
            match: ['(价|调)…最低', '最低…(价|调)', '史上最低'],
          })) ?? [],
      }),
    },
    'wide',
  )
  const own = makeGround(wide, kindsOf, ground.tokenizer)
  const lessons = [
    ...['今天这个价最低', '这个价全网最低', '最低的价都在我这'].map((text) =>
      said(text, [text.slice(2, 7), 'price']),
    ),
    ...[
      ...['三', '五', '八', '十', '十二', '十六'].flatMap((n) => [
        `风最低可以调到${n}档`,
        `最低温度调成${n}度`,
        `空调最低能调${n}度`,
      ]),
    ].map((text) => said(text)),
  ]
  const marks = Object.fromEntries(wide.rules.map(({ rule: one }) => [one.id, markOf(one)]))
  const taughtModel = learn(lessonsOf(own, kinds, lessons), { ...rest, rules: marks })
  const known = rulesLearnedBeside(wide, taughtModel)
  const hitsOf = (text: string) => detect(wide, { text, channel: 'speech', goods: 'food' })
  const again = (text: string, hits = hitsOf(text), rules = known) =>
    readAgain(
      own,
      taughtModel,
      rules,
      { text, channel: 'speech', goods: 'food' },
      { hits, likely: [] },
    )

  test('takes back a hit that does not read like its claim, says how unlikely, and leaves the others', () => {
    expect(again('这个价全网最低').map(({ suppressed }) => suppressed)).toEqual([undefined])
    const [hit] = again('空调最低能调到五度')
    expect(hit).toMatchObject({ text: '最低能调', suppressed: { by: secondReading } })
    expect(hit?.suppressed?.reason).toMatch(/可能(不到|只有) \d+ %/)
  })

  test('lets a listed phrase stand, and what was hidden in its writing', () => {
    const listed = hitsOf('暖气史上最低十六度')
    expect(listed).toHaveLength(1)
    expect(again('暖气史上最低十六度')).toEqual(listed)
    const text = '空调最低能调到五度'
    const hidden = hitsOf(text).map((hit): FoundHit => ({ ...hit, stage: 'sound' }))
    expect(again(text, hidden)).toEqual(hidden)
  })

  test('never speaks of a rule that it was not learned beside, nor of a hit already excused', () => {
    const text = '空调最低能调到五度'
    expect(again(text, hitsOf(text), new Set())).toEqual(hitsOf(text))
    const excused = hitsOf(text).map(
      (hit): FoundHit => ({ ...hit, suppressed: { by: 'never', reason: '测试' } }),
    )
    expect(again(text, excused)).toEqual(excused)
    const edited = {
      ...wide,
      rules: wide.rules.map((one) => ({ ...one, rule: { ...one.rule, match: ['别的'] } })),
    }
    expect(rulesLearnedBeside(edited, taughtModel).size).toBe(0)
  })

  test('reads forwards also where somebody put in words from their end', () => {
    const text = '这个价全网最低，低最上史'
    expect(
      hitsOf(text)
        .map((hit) => hit.text)
        .join(),
    ).toContain('低最上史')
    const { folded } = featuresOf(own, { text, channel: 'speech', goods: 'food' })
    expect(foldedText(folded)).toBe('这个价全网最低低最上史')
  })

  test('asks only for the characters of hits and comes to the same', () => {
    const text = '欢迎来到直播间今天的紫菜很新鲜。空调最低能调到五度，这个价全网最低'
    const whole = chancesOf(
      taughtModel,
      featuresOf(own, { text, channel: 'speech', goods: 'food' }),
    )
    const hits = hitsOf(text)
    const part = featuresOf(own, { text, channel: 'speech', goods: 'food' }, { only: hits })
    const chances = chancesOf(taughtModel, part)
    const asked = chances.flatMap((chance, unit) => (chance.length > 0 ? [unit] : []))
    expect(asked.length).toBeGreaterThan(4)
    expect(asked.length).toBeLessThan(whole.length / 2)
    for (const unit of asked) expect(chances[unit]).toEqual(whole[unit])
  })
})

import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadLexicon, versionOf } from '#shared/lexicon/load.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { compileLexicon } from './compile.ts'
import { detect, type Utterance } from './detect.ts'
import { explain } from './explain.ts'
import { detectSequence } from './sequence.ts'

const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
const lexicon = compileLexicon(source, versionOf(source))
const tokenizer = openTokenizer()

const hits = (text: string, over: Partial<Utterance> = {}) =>
  detect(lexicon, { text, channel: 'speech', ...over }, tokenizer)
const kept = (text: string, over?: Partial<Utterance>) =>
  hits(text, over)
    .filter(({ suppressed }) => !suppressed)
    .map(({ category }) => category)

test.each([
  '今天全网最低价',
  '今天全 网 最 低 价',
  '今天全🔥网❤️最👍低价',
  '今天全網最低價',
  '今天全啊网最最低那个价',
  '今天quanwang最低价',
  '今天全往最低价',
  '今天亻全网最亻氐亻介',
  '今天全🌐最低💰',
])('%s claims the lowest price', (text) => {
  expect(kept(text)).toContain('false-lowest-price')
})

test.each([
  '我们不能说全网最低价',
  '广告法不让说全网最低价',
  '有人问是不是全网最低价',
  '最近几天风浪有点大',
  '国家级非遗传承人',
])('%s is no lead', (text) => {
  expect(kept(text)).toEqual([])
})

test.each(['不是全网最低价你来找我', '谁敢说我们不是全网最低价'])('%s denies for show', (text) => {
  expect(kept(text)).toContain('false-lowest-price')
})

test('a suppressed hit stays, with the words that decided it', () => {
  const [hit] = hits('我们不能说全网最低价')
  expect(hit).toMatchObject({ category: 'false-lowest-price', text: '全网最低价' })
  expect(hit?.suppressed?.reason).toContain('不能')
})

test('comments are the audience’s unless the room’s own people speak', () => {
  expect(kept('小助理：全网最低价', { channel: 'danmaku' })).toContain('false-lowest-price')
  expect(hits('小助理：全网最低价', { channel: 'danmaku' })[0]?.audience).toBe(false)
  expect(hits('管理員: 全網最低價', { channel: 'danmaku' })[0]?.audience).toBe(false)
  expect(kept('是全网最低价吗', { channel: 'danmaku' })).toEqual([])
})

test('what a comment may say is not taken for silence when the host says it', () => {
  expect(hits('全国第一', { channel: 'danmaku' })).toEqual([])
  expect(hits('全国第一')).not.toEqual([])
  expect(hits('来了'), 'nothing the first time').toEqual([])
  expect(hits('来了'), 'and the second').toEqual([])
})

test('a name from the room’s goods is no claim', () => {
  const protectedNames = ['全网最低价牌毛巾']
  expect(kept('这是全网最低价牌毛巾', { protectedNames })).toEqual([])
})

test('taken back within a minute, the hit is marked', () => {
  const at = (startMs: number, text: string) => ({
    ...{ channel: 'speech' as const, text, startMs, endMs: startMs + 3000 },
  })
  const early = detectSequence(lexicon, [at(0, '今天全网最低价'), at(50_000, '刚才说错了')])
  expect(early[0]?.corrected).toEqual({ atMs: 50_000, text: '刚才说错了' })
  const late = detectSequence(lexicon, [at(0, '今天全网最低价'), at(64_000, '刚才说错了')])
  expect(late[0]?.corrected).toBeUndefined()
})

test('an explanation comes to the same hits and names what decided', () => {
  const utterance = { text: '我们不能说全网最低价', channel: 'speech' } as const
  const { hits: found, rules, views } = explain(lexicon, utterance, tokenizer)
  expect(found).toEqual(detect(lexicon, utterance, tokenizer))
  expect(views[0]?.folded).toBe('我们不能说全网最低价')
  expect(rules.find(({ rule }) => rule === found[0]?.rule)).toMatchObject({
    outcome: 'suppressed',
  })
})

test('an explanation names the condition that is not met', () => {
  const small = compileLexicon(smallLexicon(), 'small')
  const why = (text: string, id: string) =>
    explain(small, { text, channel: 'speech' }).rules.find(({ rule }) => rule === id)
  expect(why('就是地板价', 'floor')).toMatchObject({
    ...{ outcome: 'unmet', matched: '地板价', because: '附近没有 with 第 1 组的任何一个：“今天”' },
  })
  expect(why('今天就是地板价', 'floor')?.outcome).toBe('kept')
  expect(why('进口虾有检疫证明', 'paper')).toMatchObject({
    ...{ outcome: 'unmet', because: '附近有 without 的“检疫证明”' },
  })
})

test('no text crashes it or yields an offset outside the text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '全网',
      '最低价',
      '不能说',
      '国家级',
      '💰',
      '亻氐',
      'zui',
      '原价',
      '九十九',
      '？',
    ),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
      const text = parts.join('')
      for (const hit of hits(text)) {
        expect(hit.start).toBeGreaterThanOrEqual(0)
        expect(hit.end).toBeGreaterThan(hit.start)
        expect(hit.end).toBeLessThanOrEqual(text.length)
        expect(hit.text).toBe(text.slice(hit.start, hit.end))
      }
    }),
    { numRuns: 300, seed: 11 },
  )
})

test.each(['最', '全网最低价', '不是', '\ud800', '1', 'a'])(
  'a hundred thousand characters of %s are judged in the end',
  (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length))
    for (const hit of detect(lexicon, { text, channel: 'speech' }))
      expect(hit.end).toBeLessThanOrEqual(text.length)
  },
)

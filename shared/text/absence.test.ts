import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AbsenceRule } from '#shared/domain/absence.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { findAbsences } from './absence.ts'
import { talkOf } from './absence-examples.ts'
import { compileLexicon } from './compile.ts'
import type { Talk, TalkPiece } from './talk.ts'

const examples = {
  missing: [{ minutes: 1, said: ['一'] }],
  said: [{ minutes: 1, said: ['一'] }],
  unclear: [{ minutes: 1, said: ['一'] }],
}
const plain = {
  id: 'price.absent',
  name: '没有报价',
  needs: ['speech'],
  when: ['链接', '下单'],
  whenCount: 3,
  expects: ['#块'],
  in: ['speech', 'title', 'screen'],
  minutes: 10,
  examples,
}
const lexiconOf = (change: Record<string, unknown> = {}) => {
  const source = smallLexicon()
  const [file] = source.rules
  if (!file) throw new Error('the small lexicon has rules')
  const absent = [AbsenceRule.parse({ ...plain, ...change })]
  return compileLexicon({ ...source, rules: [{ ...file, absent }] }, 'test')
}
const selling = ['看一号链接', '喜欢就下单', '二号链接也好', '再看链接']
const judged = (change: Record<string, unknown>, talk: Parameters<typeof talkOf>[0] | Talk) => {
  const [found] = findAbsences(lexiconOf(change), 'pieces' in talk ? talk : talkOf(talk))
  return found ? `${found.outcome} ${found.reason}` : 'not meant'
}
const heard = (said: string[], more: object = {}) => ({
  ...{ title: '', staff: [], minutes: 20, said },
  ...more,
})

describe('outcomes', () => {
  test.each([
    ['nothing of it in twenty minutes', {}, heard(selling), /^missing .*讲解 4 句.*画面未核对/],
    ['said once', {}, heard([...selling, '三十九块']), /^said .*三十九块/],
    ['said in figures', {}, heard([...selling, '39.9块']), /^said/],
    ['written by staff', {}, heard(selling, { staff: ['到手59块'] }), /^said/],
    ['in the title', {}, heard(selling, { title: '全场九块' }), /^said/],
    [
      'in a title that does not count',
      { in: ['speech'] },
      heard(selling, { title: '全场九块' }),
      /^missing/,
    ],
    ['too short', {}, heard(selling, { minutes: 9 }), /^cannot_tell .*只听到 9 分钟.*不足 10 分钟/],
    ['nothing heard', {}, heard([], { minutes: 0 }), /^cannot_tell .*没有口播转写/],
    [
      'little talk of goods',
      {},
      heard(['看链接', '你好', '大家好', '聊天']),
      /^cannot_tell .*只有 1 句/,
    ],
    [
      'goods nobody knows',
      { needs: ['speech', 'goods'], goods: ['food'] },
      heard(selling),
      /^cannot_tell .*商品类别/,
    ],
    [
      'other goods',
      { needs: ['goods'], goods: ['food'] },
      heard(selling, { goods: 'tea' }),
      /^not meant/,
    ],
    [
      'goods named often enough',
      { needs: ['goods'], goods: ['food'], goodsSaid: ['链接'] },
      heard(selling),
      /^missing/,
    ],
    [
      'a room nobody knows',
      { needs: ['room'], rooms: ['virtual'] },
      heard(selling),
      /^cannot_tell .*直播间类型/,
    ],
    [
      'another room',
      { needs: ['room'], rooms: ['virtual'] },
      heard(selling, { room: 'shop' }),
      /^not meant/,
    ],
    ['no title', { needs: ['title'] }, heard(selling), /^cannot_tell .*没有标题/],
    [
      'needs the picture',
      { needs: ['screen'] },
      heard([...selling, '九块']),
      /^cannot_tell .*画面文字/,
    ],
  ] as const)('%s', (_, change, talk, wanted) => {
    expect(judged(change, talk as Parameters<typeof talkOf>[0])).toMatch(wanted)
  })

  test('again within so many minutes: the longest stretch without is what is missing', () => {
    const early = ['九块', ...selling, ...selling, ...selling]
    expect(judged({ within: 10 }, heard(early, { minutes: 26 }))).toMatch(
      /^missing 开播后 0:02:00 至 0:26:00讲解 12 句/,
    )
    const steady = [...selling, '九块', ...selling, '九块', ...selling]
    expect(judged({ within: 10 }, heard(['九块', '看链接'], { minutes: 4 }))).toMatch(/^said/)
    expect(judged({ within: 10 }, heard(steady, { minutes: 26 }))).toMatch(
      /^said 说过,讲解中没有一段超过 10 分钟/,
    )
  })

  test('what was not heard does not count: two ends of an hour are not an hour', () => {
    const sentences = (fromMs: number) =>
      selling.map((text, i) => ({
        text,
        startMs: fromMs + i * 5000,
        endMs: fromMs + i * 5000 + 4000,
      }))
    const piece = { startedAt: new Date(0), title: '', staff: [] }
    const ends = [...sentences(0), ...sentences(3_600_000)]
    const talk = { pieces: [{ ...piece, sentences: ends }], goods: null, roomType: null }
    expect(judged({}, talk)).toMatch(/^cannot_tell/)
  })

  test('the quote shows both ends of the stretch and the clip its first minute', () => {
    const [found] = findAbsences(lexiconOf(), talkOf(heard(selling)))
    expect(found?.place).toEqual({
      ...{ piece: 0, startMs: 0, endMs: 300_000 },
      quote: '看一号链接 …… 再看链接',
    })
  })
})

test('a broadcast in pieces, in whatever order, is judged as one', () => {
  const lexicon = lexiconOf()
  const text = fc.constantFrom('看一号链接', '喜欢就下单', '九块', '聊聊天')
  const pieces = fc.array(
    fc.record({
      startedAt: fc.integer({ min: 0, max: 20 }).map((n) => new Date(n * 300_000)),
      title: fc.constantFrom('', '好货'),
      sentences: fc.array(
        fc
          .record({ text, startMs: fc.integer({ min: 0, max: 9 }).map((n) => n * 30_000) })
          .map((one) => ({ ...one, endMs: one.startMs + 30_000 })),
        { maxLength: 12 },
      ),
      staff: fc.constant([]),
    }),
    { minLength: 1, maxLength: 4 },
  )
  const bare = (list: readonly TalkPiece[]) =>
    findAbsences(lexicon, { pieces: list, goods: null, roomType: null }).map(
      ({ place, ...finding }) => ({ ...finding, quote: place?.quote, startMs: place?.startMs }),
    )
  fc.assert(
    fc.property(pieces, (list) => {
      const turned = list
        .toReversed()
        .map((piece) => ({ ...piece, sentences: piece.sentences.toReversed() }))
      expect(bare(turned)).toEqual(bare(list))
      const [found] = bare(list)
      const priced = list.some(({ sentences }) => sentences.some((one) => one.text === '九块'))
      expect(found?.outcome === 'said').toBe(priced && list.some((p) => p.sentences.length > 0))
    }),
  )
})

test.each([
  ['goods without the need', { goods: ['food'] }],
  ['rooms without the need', { rooms: ['virtual'] }],
  ['words for goods without goods', { goodsSaid: ['酒'] }],
  ['the audience', { in: ['danmaku'] }],
  ['fewer minutes than the stretch', { within: 20, minutes: 10 }],
  ['a typing error', { whencount: 3 }],
  ['no examples of doubt', { examples: { ...examples, unclear: [] } }],
])('refused: %s', (_, change) => {
  expect(AbsenceRule.safeParse({ ...plain, ...change }).success).toBe(false)
})

test('a pattern at fault is named with its rule', () => {
  expect(() => lexiconOf({ when: ['{没有这个概念}'] })).toThrow(/规则 price\.absent/)
})

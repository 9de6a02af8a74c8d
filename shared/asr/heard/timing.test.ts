import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Heard, readHeard } from './answer.ts'
import { spreadTimes, wordTimes } from './char-times.ts'
import { sentencesOf, shifted } from './timing.ts'

function heard(answer: unknown): Heard {
  const found = readHeard(answer)
  if (!found) throw new Error('not an answer')
  return found
}

const brief = (answer: unknown, endMs = 10_000, speech?: [number, number][]) =>
  sentencesOf(heard(answer), { endMs, ...(speech && { speech }) }).map(
    ({ startMs, endMs, text, timing }) => [startMs, endMs, text, timing],
  )

describe('sentencesOf', () => {
  test('punctuation of the segments, times of the words', () => {
    const [sentence] = sentencesOf(
      heard({
        text: '全网最低价！',
        segments: [{ start: 0, end: 9, text: '全网，最低价！' }],
        words: [
          { word: '全网', start: 1, end: 1.4 },
          { word: '最低价', start: 1.5, end: 2.1 },
        ],
      }),
      { endMs: 10_000 },
    )
    expect(sentence).toMatchObject({
      startMs: 1000,
      endMs: 2100,
      text: '全网，最低价！',
      timing: 'word',
    })
    expect(sentence?.charMs).toEqual([1000, 1200, 1400, 1500, 1700, 1900, 2100])
  })

  test('full stops part, and so does a long pause between words', () => {
    const words = [...'买一送一不退不换'].map((word, i) => ({
      word,
      start: i * 0.2 + (i < 4 ? 0 : 2),
      end: i * 0.2 + 0.2 + (i < 4 ? 0 : 2),
    }))
    expect(
      brief({
        text: '买一送一不退不换',
        segments: [{ start: 0, end: 5, text: '买一送一不退不换' }],
        words,
      }),
    ).toEqual([
      [0, 800, '买一送一', 'word'],
      [2800, 3600, '不退不换', 'word'],
    ])
    expect(
      brief({ segments: [{ start: 1, end: 3, text: '买一送一。“不退！”不换3.5折' }] }),
    ).toEqual([
      [1000, 1727, '买一送一。', 'segment'],
      [1727, 2091, '“不退！”', 'segment'],
      [2091, 3000, '不换3.5折', 'segment'],
    ])
  })

  test('a text alone is laid over what was audible', () => {
    expect(
      brief({ text: '一二三四。五六七八。' }, 10_000, [
        [1000, 2000],
        [5000, 6000],
      ]),
    ).toEqual([
      [1000, 2000, '一二三四。', 'chunk'],
      [5000, 6000, '五六七八。', 'chunk'],
    ])
  })

  test('a segment as long as the audio, or rows in proportion to their characters, are no times', () => {
    expect(
      brief({ segments: [{ start: 0, end: 10, text: '一二三四' }] }, 10_000, [[2000, 4000]]),
    ).toEqual([[2000, 4000, '一二三四', 'chunk']])
    const rows = [
      { start: 0, end: 8, text: '一二三四五六七八' },
      { start: 8, end: 10, text: '九十' },
    ]
    expect(brief({ segments: rows })[0]?.[3]).toBe('chunk')
    const [first, second] = rows
    expect(brief({ segments: [first, { ...second, start: 8.5 }] })[0]?.[3]).toBe('segment')
  })

  test.each([
    ['milliseconds', 1e3],
    ['nanoseconds', 1e9],
  ])('times written in %s are understood', (_, unit) => {
    const segments = [{ start: 1 * unit, end: 3 * unit, text: '全网最低价' }]
    expect(brief({ segments })).toEqual([[1000, 3000, '全网最低价', 'segment']])
  })

  test.each([
    ['numbers as strings', { start: '1.0', end: '3.0' }, [1000, 3000, 'segment']],
    ['an end beyond the audio', { start: 8, end: 29.98 }, [8000, 10_000, 'segment']],
    ['an end before the start', { start: 3, end: 1 }, [3000, 3000, 'invented']],
    ['no end', { start: 3 }, [3000, 10_000, 'invented']],
    ['not numbers', { start: 'NaN', end: null }, [0, 10_000, 'chunk']],
    ['a time far beyond', { start: 1e30, end: 2e30 }, [0, 10_000, 'chunk']],
  ])('%s: %j', (_, times, [start, end, timing]) => {
    expect(brief({ segments: [{ ...times, text: '全网最低价' }] })).toEqual([
      [start, end, '全网最低价', timing],
    ])
  })

  test.each([
    ['all at zero', () => ({ start: 0, end: 0 })],
    ['jumping back', (i: number) => ({ start: i === 3 ? 0 : i, end: i + 1 })],
    ['ending before they start', (i: number) => ({ start: i, end: i - 1 })],
  ])('words %s are not believed', (_, at) => {
    const words = [...'全网最低价'].map((word, i) => ({ word, ...at(i) }))
    expect(brief({ segments: [{ start: 1, end: 3, text: '全网最低价' }], words })).toEqual([
      [1000, 3000, '全网最低价', 'segment'],
    ])
  })

  test('words about something else are not believed', () => {
    const words = [...'谢谢观看再见'].map((word, i) => ({ word, start: i, end: i + 1 }))
    expect(brief({ segments: [{ start: 1, end: 3, text: '全网最低价' }], words })[0]?.[3]).toBe(
      'segment',
    )
  })

  test('words in the other script still time the text', () => {
    const words = [...'這個減肥茶'].map((word, i) => ({ word, start: i, end: i + 1 }))
    const answer = { segments: [{ start: 0, end: 9, text: '这个减肥茶' }], words }
    expect(brief(answer)).toEqual([[0, 5000, '这个减肥茶', 'word']])
  })

  test('segments that lost part of the text are left for the text', () => {
    expect(
      brief({ text: '全网最低价史上最低价', segments: [{ start: 1, end: 2, text: '全网' }] }),
    ).toEqual([[0, 10_000, '全网最低价史上最低价', 'chunk']])
  })

  test('tags and signs of sounds go, and say that it was music', () => {
    const [sentence] = sentencesOf(heard({ text: '<|zh|><|HAPPY|><|BGM|>欢迎光临🎼😊' }), {
      endMs: 5000,
    })
    expect(sentence).toMatchObject({ text: '欢迎光临', suspect: ['music'] })
    expect(sentencesOf(heard({ text: '<|nospeech|><|BGM|>🎼' }), { endMs: 5000 })).toEqual([])
  })

  test('a loop in many short segments marks all of them', () => {
    const segments = Array.from({ length: 40 }, (_, i) => ({
      start: i * 0.25 + (i % 3) / 50,
      end: i * 0.25 + 0.2,
      text: '谢谢观看',
    }))
    const sentences = sentencesOf(heard({ segments }), { endMs: 10_000, speech: [[0, 2000]] })
    expect(sentences).toHaveLength(40)
    expect(sentences.every((s) => s.suspect?.includes('repetition'))).toBe(true)
  })

  test.each([[42], [null], [[]], [{}], [{ segments: 'x' }], [{ status: 'ok' }]])(
    '%j is no answer',
    (value) => {
      expect(readHeard(value)).toBeUndefined()
    },
  )

  test('whatever a server writes: inside the audio, in order, one time for each UTF-16 unit, no letter lost', () => {
    const time = fc.oneof(
      fc.double({ min: -5, max: 40, noNaN: true }),
      fc.constantFrom(Number.NaN, null, '3', 'x', 1e12, -1e12, undefined),
    )
    const said = fc.stringMatching(/^[全网最低价，。！ a-z0-9😀]{0,12}$/u)
    const timed = fc.record({ start: time, end: time, text: said, word: said })
    const answer = fc.record({
      text: fc.constant(''),
      segments: fc.array(fc.record({ start: time, end: time, text: said, words: fc.array(timed) })),
      words: fc.array(timed),
    })
    const letters = (text: string) => [...text.replace(/[^\p{L}\p{N}]/gu, '')].sort().join('')
    fc.assert(
      fc.property(answer, (value) => {
        const sentences = sentencesOf(heard(value), {
          endMs: 28_000,
          speech: [
            [500, 9000],
            [12_000, 27_000],
          ],
        })
        const all = value.segments.map((s) => s.text).join('')
        expect(letters(sentences.map((s) => s.text).join(''))).toBe(letters(all))
        for (const { text, charMs = [], startMs, endMs } of sentences) {
          expect(charMs).toHaveLength(text.length)
          expect(charMs).toEqual(charMs.toSorted((a, b) => a - b))
          for (const ms of [startMs, endMs, ...charMs]) {
            expect(ms).toBeGreaterThanOrEqual(0)
            expect(ms).toBeLessThanOrEqual(28_000)
            expect(Number.isInteger(ms)).toBe(true)
          }
          expect(endMs).toBeGreaterThanOrEqual(startMs)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('spreadTimes', () => {
  test('signs take no time, pauses hold no words, surrogate pairs stay together', () => {
    expect(
      spreadTimes(
        '一，二𠮷四',
        [0, 10_000],
        [
          [0, 2000],
          [6000, 8000],
        ],
      ),
    ).toEqual([
      [0, 1000],
      [1000, 1000],
      [1000, 2000],
      [6000, 7000],
      [6000, 7000],
      [7000, 8000],
    ])
  })

  test('without audible parts the stretch itself is taken', () => {
    expect(spreadTimes('一二', [1000, 3000], [[8000, 9000]])).toEqual([
      [1000, 2000],
      [2000, 3000],
    ])
    expect(spreadTimes('', [0, 1])).toEqual([])
  })
})

test('wordTimes: Latin words and numbers are heard whole', () => {
  const times = wordTimes('VIP价99元', [
    { text: 'VIP', startMs: 0, endMs: 600 },
    { text: '价99元', startMs: 600, endMs: 1200 },
  ])
  expect(times.map((t) => t?.[0])).toEqual([0, 0, 0, 600, 800, 800, 1000])
})

test('shifted moves every time', () => {
  const sentence = { startMs: 1, endMs: 3, text: '一二', charMs: [1, 2], timing: 'word' } as const
  expect(shifted(sentence, 100)).toEqual({
    ...sentence,
    startMs: 101,
    endMs: 103,
    charMs: [101, 102],
  })
})

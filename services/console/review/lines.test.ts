import { describe, expect, test } from 'vitest'
import { around, linesOf, spokenAt } from './lines.ts'

const recordingId = 'r1'
type Input = Parameters<typeof linesOf>[0]

function sentence(seq: number, startMs: number, text: string): Input['sentences'][number] {
  return {
    transcriptId: 't1',
    seq,
    startMs,
    endMs: startMs + 2000,
    text,
    charMs: null,
    timing: 'segment',
    confidence: null,
    suspect: null,
    speaker: null,
  }
}

function comment(
  seq: number,
  tMs: number,
  text: string,
  more: { kind?: 'chat' | 'gift'; staff?: boolean } = {},
): Input['comments'][number] {
  return {
    recordingId,
    seq,
    tMs,
    kind: 'chat',
    text,
    sender: null,
    atMs: null,
    staff: false,
    ...more,
  }
}

function hit(
  startMs: number,
  quote: string,
  phrase: string,
  more: { recordingId?: string; channel?: 'speech' | 'danmaku' } = {},
): Input['hits'][number] {
  const quoteStart = quote.indexOf(phrase)
  return {
    recordingId,
    channel: 'speech',
    startMs,
    endMs: startMs + 500,
    quote,
    saidAt: '2026-03-11T19:00:00.000Z',
    quoteStart,
    quoteEnd: quoteStart + phrase.length,
    stage: 'exact',
    ...more,
  }
}

function marked(input: Input) {
  return linesOf(input).map(({ kind, text, marks }) => [
    kind,
    text,
    ...marks.map(({ start, end }) => text.slice(start, end)),
  ])
}

describe('linesOf', () => {
  test('puts words and comments on one axis and tells who wrote', () => {
    const input = {
      recordingId,
      sentences: [sentence(0, 1000, '晚上好'), sentence(1, 9000, '全网最低价')],
      comments: [
        comment(0, 5000, '欢迎', { staff: true }),
        comment(1, 2000, '来了'),
        comment(2, 3000, '火箭', { kind: 'gift' }),
      ],
      hits: [hit(9000, '全网最低价', '最低价')],
    }
    expect(marked(input)).toEqual([
      ['speech', '晚上好'],
      ['viewer', '来了'],
      ['staff', '欢迎'],
      ['speech', '全网最低价', '最低价'],
    ])
  })

  test('marks the phrase where it stands when the quote is another cut of the words', () => {
    const sentences = [sentence(0, 1000, '再说一遍,全网最低价,放心拍')]
    const hits = [hit(1500, '全网最低价', '全网最低价')]
    expect(marked({ recordingId, sentences, comments: [], hits })).toEqual([
      ['speech', '再说一遍,全网最低价,放心拍', '全网最低价'],
    ])
  })

  test('leaves unmarked what another recording, another channel or another time said', () => {
    const text = '全网最低价'
    const sentences = [sentence(0, 1000, text)]
    const hits = [
      hit(1000, text, text, { recordingId: 'r2' }),
      hit(1000, text, text, { channel: 'danmaku' }),
      hit(60_000, text, text),
    ]
    expect(marked({ recordingId, sentences, comments: [], hits })).toEqual([['speech', text]])
  })
})

test('spokenAt names the last sentence begun, comments aside', () => {
  const lines = linesOf({
    recordingId,
    sentences: [sentence(0, 1000, '一'), sentence(1, 4000, '二')],
    comments: [comment(0, 4500, '评论')],
    hits: [],
  })
  expect([0, 1000, 3999, 4600, 90_000].map((ms) => spokenAt(lines, ms))).toEqual([-1, 0, 0, 1, 1])
})

const cuts: readonly (readonly [string, string, number, string])[] = [
  ['家里老人也爱吃,吃了能降血压。', '降血压', 3, '…吃了能降血压。'],
  ['全网最低价', '全网最低价', 12, '全网最低价'],
  ['我们这款是全国最好的虾皮大家放心拍', '最好', 2, '…全国最好的虾…'],
]

test.each(cuts)('around keeps the phrase of %s', (quote, phrase, context, shown) => {
  const quoteStart = quote.indexOf(phrase)
  const cut = around({ quote, quoteStart, quoteEnd: quoteStart + phrase.length }, context)
  expect(cut.quote).toBe(shown)
  expect(cut.quote.slice(cut.quoteStart, cut.quoteEnd)).toBe(phrase)
})

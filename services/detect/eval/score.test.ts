import { describe, expect, test } from 'vitest'
import { gain, judgeLine, Labelled, recallBy, together, totals } from './score.ts'

const map = { 'false-lowest-price': ['lowest-price'], 'absolute-terms': ['absolute-term'] }
const lineOf = (text: string, labels: readonly [category: string, span: string][], hard = 'none') =>
  Labelled.parse({
    ...{ id: text, channel: 'speech', text, hard },
    labels: labels.map(([category, span]) => ({ category, span, severity: 3 })),
  })
const found = (category: string, start: number, end: number) => ({ category, start, end })

const lowest = lineOf('全网最低价，没有更好的', [
  ['lowest-price', '全网最低价'],
  ['absolute-term', '没有更好的'],
])
const honest = lineOf('不敢说全网最低价', [], 'negation')

describe('right reason', () => {
  test('a hit is right when it overlaps a labelled span of its own category', () => {
    const inPlace = found('false-lowest-price', 2, 4)
    const otherReason = found('absolute-terms', 2, 4)
    const elsewhere = found('false-lowest-price', 6, 8)
    const { right, wrong, missed } = judgeLine(lowest, [inPlace, otherReason, elsewhere], map)
    expect(right).toEqual([inPlace])
    expect(wrong).toEqual([otherReason, elsewhere])
    expect(missed.map(({ span }) => span)).toEqual(['没有更好的'])
  })

  test('figures of several lines; a lawful line that looks like an offence counts apart', () => {
    const judged = [
      judgeLine(lowest, [found('false-lowest-price', 0, 5)], map),
      judgeLine(honest, [found('false-lowest-price', 3, 8)], map),
    ]
    expect(totals(judged)).toEqual({
      ...{ lines: 2, labels: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
      ...{ linePrecision: 0.5, lineRecall: 1, hardLawful: 1, hardLawfulFlagged: 1 },
    })
    expect(recallBy(judged, (_, { category }) => category)).toEqual(
      new Map([
        ['lowest-price', { found: 1, of: 1 }],
        ['absolute-term', { found: 0, of: 1 }],
      ]),
    )
  })

  test('what candidates add is what they alone find; together they are one reading', () => {
    const hits = judgeLine(lowest, [found('false-lowest-price', 0, 5)], map)
    const again = found('false-lowest-price', 0, 2)
    const alone = found('absolute-terms', 6, 11)
    const judged = [{ ...hits, proposed: judgeLine(lowest, [again, alone], map) }]
    expect(gain(judged)).toEqual({ candidates: 2, right: 2, precision: 1, added: 1, recall: 0.5 })
    expect(totals(together(judged))).toMatchObject({ precision: 1, recall: 1, f1: 1 })
    expect(together(judged)[0]?.missed).toEqual([])
  })
})

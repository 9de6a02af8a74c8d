import { expect, test } from 'vitest'
import { cardOf, prefilled, sumOf, unfilled } from './card.ts'
import type { ProposedPoints, Sheet } from './queries.ts'

const items = [{ id: '1.1a' }, { id: '1.1b' }, { id: '1.1c' }]
const sheet = { groups: [{ criteria: [{ items }] }] } as unknown as Sheet
const proposals: ProposedPoints['proposals'] = [
  { item: '1.1a', points: 3, why: '相关成立线索 0 条' },
  { item: '1.1b', points: null, why: '样本不足' },
  { item: '1.1c', points: 0, why: '相关成立线索 4 条' },
]

test('what monitoring proposes is filled in, also nought; what it cannot tell waits for a person', () => {
  const filled = prefilled(sheet, proposals)
  expect(unfilled(sheet, filled)).toBe(1)
  expect(sumOf(items, filled)).toBe(3)
  expect(cardOf(filled).marks).toEqual([
    { item: '1.1a', points: 3, note: '' },
    { item: '1.1c', points: 0, note: '' },
  ])
})

test('a veto without its paper is handed in, for the house to refuse; one taken back is not', () => {
  const filled = { marks: {}, bonus: { a: 0, b: 1.5 }, vetoes: { v1: '', v2: undefined } }
  expect(cardOf(filled)).toEqual({
    marks: [],
    bonus: [{ item: 'b', points: 1.5 }],
    vetoes: [{ id: 'v1', document: '' }],
  })
})

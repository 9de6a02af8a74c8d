import { expect, test } from 'vitest'
import { inShownOrder } from './arrivals.ts'

const row = (...flagIds: string[]) => ({ id: flagIds[0] ?? '', flagIds })
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join('')

test('rows stay where they were, whatever rank they have now; new ones wait', () => {
  const { rows, waiting } = inShownOrder(['a', 'b', 'c'], [row('x'), row('c'), row('a')])
  expect(ids(rows)).toBe('ac')
  expect(waiting).toBe(1)
})

test('what is left of a batch stays in its place under another id', () => {
  const { rows, waiting } = inShownOrder(['a', 'b', 'b2', 'c'], [row('c'), row('b2'), row('a')])
  expect(ids(rows)).toBe('ab2c')
  expect(waiting).toBe(0)
})

test('what ranks below all that was shown makes the list longer and does not wait', () => {
  const { rows, waiting } = inShownOrder(
    ['a', 'b'],
    [row('b'), row('x'), row('a'), row('y'), row('z')],
  )
  expect(ids(rows)).toBe('abyz')
  expect(waiting).toBe(1)
})

test('a list that has run empty takes what came', () => {
  const { rows, waiting } = inShownOrder(['a'], [row('x'), row('y')])
  expect(ids(rows)).toBe('xy')
  expect(waiting).toBe(0)
})

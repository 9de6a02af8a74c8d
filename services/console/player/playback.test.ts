import { expect, test } from 'vitest'
import { hearOn } from './playback.ts'

const mark = { markStartMs: 3_000, markEndMs: 5_000 }
const played = (...steps: readonly (readonly [number, number])[]) =>
  steps.reduce((heard, [fromMs, toMs]) => hearOn(heard, { fromMs, toMs }, mark), 0)

const cases: readonly [string, readonly (readonly [number, number])[], number][] = [
  ['before the mark nothing is heard', [[0, 1_000]], 0],
  [
    'half of it',
    [
      [2_500, 3_500],
      [3_500, 4_000],
    ],
    0.5,
  ],
  [
    'to its end and on',
    [
      [2_900, 4_000],
      [4_000, 4_900],
      [4_900, 6_000],
    ],
    1,
  ],
  ['a leap over it is no hearing', [[0, 6_000]], 0],
  ['a leap into it leaves a gap', [[4_000, 5_000]], 0],
  [
    'going back loses nothing',
    [
      [2_500, 3_500],
      [3_500, 2_000],
    ],
    0.25,
  ],
]
test.each(cases)('%s', (_, steps, heard) => {
  expect(played(...steps)).toBe(heard)
})

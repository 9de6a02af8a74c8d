import { expect, test } from 'vitest'
import { heardOf } from './playback.ts'

const mark = { markStartMs: 3_000, markEndMs: 5_000 }
const cases: readonly [string, readonly (readonly [number, number])[], number][] = [
  ['before the mark nothing is heard', [[0, 3_000]], 0],
  ['half of it', [[2_500, 4_000]], 0.5],
  ['to its end and on', [[2_900, 6_000]], 1],
  ['a leap into it leaves a gap', [[4_000, 6_000]], 0.5],
  [
    'both halves, one after the other',
    [
      [4_000, 5_000],
      [3_000, 4_000],
    ],
    1,
  ],
  ['a picture’s clock may be a little short', [[3_000, 4_950]], 1],
]
test.each(cases)('%s', (_, played, heard) => {
  expect(
    heardOf(
      played.map(([fromMs, toMs]) => ({ fromMs, toMs })),
      mark,
    ),
  ).toBe(heard)
})

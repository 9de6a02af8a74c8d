import { expect, test } from 'vitest'
import { estimateLag } from './viewer-lag.ts'

const minute = 60_000
/** A fixed sequence: a failure can be run again. */
function numbers(seed: number) {
  let at = seed
  return (below: number) => {
    at = (at * 1_103_515_245 + 12_345) % 2 ** 31
    return at % below
  }
}

test.each([4200, 7300, 12_500, 40_000])('answers %i ms behind irregular calls', (lagMs) => {
  const random = numbers(lagMs)
  const calls = Array.from({ length: 20 }, (_, i) => i * 2 * minute + random(90_000))
  const chatter = Array.from({ length: 1200 }, () => random(40 * minute))
  const answers = calls.flatMap((call) =>
    Array.from({ length: 12 }, () => call + lagMs + random(1600) - 800),
  )
  const lag = estimateLag(calls, [...answers, ...chatter])
  expect(Math.abs((lag?.lagMs ?? 0) - lagMs)).toBeLessThanOrEqual(500)
  expect(lag?.widthMs).toBeLessThanOrEqual(3000)
})

test('a steady beat, chatter alone and too few calls tell nothing', () => {
  const random = numbers(7)
  const beat = Array.from({ length: 30 }, (_, i) => i * 6000)
  expect(
    estimateLag(
      beat,
      beat.map((ms) => ms + 7300),
    ),
  ).toBeNull()
  const chatter = Array.from({ length: 3000 }, () => random(40 * minute))
  const calls = Array.from({ length: 20 }, () => random(40 * minute))
  expect(estimateLag(calls, chatter)).toBeNull()
  expect(estimateLag([0, minute], [7000, minute + 7000])).toBeNull()
})

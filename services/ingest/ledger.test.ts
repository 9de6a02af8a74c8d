import { expect, test } from 'vitest'
import { coveredMs } from '#shared/domain/coverage.ts'
import { danmakuLedger } from './ledger.ts'

test('a long silence of the audience is a gap', () => {
  const hour = 3_600_000
  const alive = Array.from({ length: 30 }, (_, i) => i * 60_000)
  const spans = danmakuLedger(alive, hour)
  expect(coveredMs(spans, 'danmaku')).toBe(29 * 60_000)
  expect(spans.find((s) => s.gap)).toMatchObject({ fromMs: 29 * 60_000, toMs: hour })
  expect(coveredMs(danmakuLedger([], hour), 'danmaku')).toBe(0)
})

import { expect, test } from 'vitest'
import { drawPlaces, estimateMisses, type FrameCell, unflaggedStretches } from './miss-estimate.ts'

/** Mulberry32, so that every run of the test is the same. */
function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

test('whole stretches that touch nothing flagged', () => {
  const found = unflaggedStretches([{ fromMs: 0, toMs: 250 }], [{ fromMs: 120, toMs: 130 }], 100)
  expect(found).toEqual([{ fromMs: 0, toMs: 100 }])
})

test('every room and hour that is large enough is drawn from', () => {
  const cells: FrameCell[] = Array.from({ length: 10 }, (_, i) => ({
    roomId: `room-${i}`,
    hour: 9,
    places: Array.from({ length: 60 }, (_, k) => ({
      recordingId: `r${i}`,
      fromMs: k,
      toMs: k + 1,
    })),
  }))
  const drawn = drawPlaces(cells, 10, () => 0.5)
  expect(new Set(drawn.map(({ roomId }) => roomId)).size).toBe(10)
})

test('too few looks give no estimate', () => {
  expect(estimateMisses([{ frame: 1000, reviewed: 99, missed: 1 }], 100).enough).toBe(false)
})

test('the 95 % interval covers the truth in 93 to 97 of 100 of 1,000 months with known misses', () => {
  const chance = chanceOf(7)
  let covered = 0
  for (let run = 0; run < 1000; run += 1) {
    const level = 0.02 + chance() * 0.1
    let missedInAll = 0
    let whole = 0
    const strata = Array.from({ length: 30 }, () => {
      const cells = Array.from({ length: 8 }, (_, room): FrameCell => {
        const places = Array.from({ length: 10 + Math.floor(chance() * 12) }, (_, k) => ({
          recordingId: String(room),
          fromMs: chance() < level ? 1 : 0,
          toMs: k,
        }))
        return { roomId: String(room), hour: room % 5, places }
      })
      const all = cells.flatMap(({ places }) => places)
      missedInAll += all.filter(({ fromMs }) => fromMs === 1).length
      whole += all.length
      const drawn = drawPlaces(cells, 10, chance)
      const missed = drawn.filter(({ fromMs }) => fromMs === 1).length
      return { frame: all.length, reviewed: drawn.length, missed }
    })
    const estimate = estimateMisses(strata, 100)
    const truth = missedInAll / whole
    if (estimate.enough && estimate.low <= truth && truth <= estimate.high) covered += 1
  }
  expect(covered).toBeGreaterThanOrEqual(930)
  expect(covered).toBeLessThanOrEqual(970)
}, 120_000)

import { describe, expect, test } from 'vitest'
import { calibrationOf } from '#shared/domain/confirmation.ts'
import {
  aMorning,
  claimOf,
  hitsPerItem,
  type Morning,
  pairsOf,
  rankedOf,
  shareSeen,
} from './morning.ts'

const cities = [1, 2, 3].flatMap((seed) => [300, 500].map((flagsPerDay) => [seed, flagsPerDay]))
const mornings = new Map<string, Morning>()
const morningOf = (seed = 1, flagsPerDay = 300) => {
  const key = `${seed} ${flagsPerDay}`
  const morning = mornings.get(key) ?? aMorning(seed, flagsPerDay)
  mornings.set(key, morning)
  return morning
}

describe.each(cities)('the morning of city %i with %i flags a day', (seed, flagsPerDay) => {
  const morning = morningOf(seed, flagsPerDay)
  const { items, scripts } = rankedOf(morning)

  test('nine in ten violations stand in the first 240 items', () => {
    expect(morning.flags.filter(({ id }) => morning.truth(id).violation).length).toBeGreaterThan(10)
    expect(shareSeen(items, morning)).toBeGreaterThanOrEqual(0.9)
  })

  test('what was said is five times as much as there is to decide', () => {
    expect(hitsPerItem(morning, items)).toBeGreaterThanOrEqual(5)
  })

  test('pairs taken for copies are copies in 95 of 100, and most copies are found', () => {
    const { right, taken, there } = pairsOf(morning, scripts)
    expect(taken).toBeGreaterThan(10)
    expect(right / taken).toBeGreaterThanOrEqual(0.95)
    expect(right / there).toBeGreaterThanOrEqual(0.75)
  })
})

test('chances mean what they say, from the least likely fifth to the likeliest', () => {
  const leads = [1, 2, 3].flatMap((seed) => foretold(morningOf(seed, 500)))
  for (const { foretold: told, happened } of calibrationOf(leads, 5)) {
    expect(told).toBeGreaterThan(happened.low - 0.02)
    expect(told).toBeLessThan(happened.high + 0.02)
  }
})

function foretold({ flags, truth, learned }: Morning) {
  return flags
    .filter(({ audience }) => !audience)
    .map((flag) => ({
      chance: learned.chanceOf(claimOf(flag)),
      confirmed: truth(flag.id).violation,
    }))
}

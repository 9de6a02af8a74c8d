import { describe, expect, test } from 'vitest'
import {
  type ClaimRecord,
  type Confirmations,
  calibrationOf,
  learnConfirmations,
} from '#shared/domain/confirmation.ts'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { type RankRules, rankWork } from '#shared/domain/worklist.ts'
import { WorklistPolicy } from '#shared/domain/worklist-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { findCopies, phraseKey } from '#shared/text/copies.ts'
import type { FlagTruth, NewFlag } from '../demo/big-city/finds.ts'
import { makeCity } from '../demo/big-city/make.ts'

const pool = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
const policy = policyOn(
  (await loadPolicy('policies/worklist.yaml', policyFile(WorklistPolicy))).versions,
  Date.parse('2026-03-11T00:00:00+08:00'),
)

const claimOf = ({ category, rule, phrase, roomId }: NewFlag) => ({
  ...{ category, rule, roomId, phrase: phraseKey(phrase) },
})

/** A month of which the last morning has all of the day before still open; what came of it is known to the test alone. */
function aMorning(seed: number, flagsPerDay: number) {
  const city = makeCity({
    ...{ seed, flagsPerDay, rooms: 130, days: 30, until: '2026-03-11' },
    ...{ city: 'zhoushan', lexicon: 'v1', policies: pool.versions },
  })
  const days = [...city.days()]
  const records = days.slice(0, -1).flatMap(({ found }) =>
    found
      .flatMap((it) => it.flags)
      .filter(
        ({ audience, state }) => !audience && (state === 'confirmed' || state === 'dismissed'),
      )
      .map((flag): ClaimRecord => {
        return { ...claimOf(flag), judged: 1, confirmed: flag.state === 'confirmed' ? 1 : 0 }
      }),
  )
  const last = days.at(-1)
  const flags = last?.found.flatMap((it) => it.flags) ?? []
  const truth = (id: string): FlagTruth => last?.truth[id] ?? { violation: false, script: null }
  const states = new Map(city.rooms.map(({ room, state }) => [room.id, state]))
  return { flags, truth, states, learned: learnConfirmations(records, policy.chance), city }
}

function ranked({ flags, states, learned, city }: ReturnType<typeof aMorning>) {
  const spoken = flags.filter(({ audience }) => !audience)
  const scripts = findCopies(spoken, policy.copies)
  const rules: RankRules = { policy, learned, nowMs: city.nowMs, withinHours: 24 }
  const work = flags.map((flag) => ({
    ...{ ...claimOf(flag), id: flag.id, severity: flag.severity, audience: flag.audience },
    ...{
      hitCount: flag.hitCount,
      createdAtMs: flag.createdAt.getTime(),
      handedBy: null,
      look: null,
    },
    poolState: states.get(flag.roomId) ?? ('surveyed' as const),
    script: scripts.get(flag.id) ?? null,
  }))
  return { items: rankWork(work, rules).map(({ item }) => item), scripts }
}

describe.each([
  [1, 300],
  [2, 300],
  [3, 300],
  [1, 500],
  [2, 500],
  [3, 500],
])('the morning of city %i with %i flags a day', (seed, flagsPerDay) => {
  const morning = aMorning(seed, flagsPerDay)
  const { items, scripts } = ranked(morning)
  const { flags, truth } = morning

  test('nine in ten violations stand in the first 240 items', () => {
    const first = new Set(items.slice(0, 240).flatMap(({ flagIds }) => flagIds))
    const violations = flags.filter(({ id }) => truth(id).violation)
    const seen = violations.filter(({ id }) => first.has(id))
    expect(violations.length).toBeGreaterThan(10)
    expect(seen.length / violations.length).toBeGreaterThanOrEqual(0.9)
  })

  test('what was said is five times as much as there is to decide', () => {
    const hits = flags.reduce((sum, { hitCount }) => sum + hitCount, 0)
    expect(hits / items.length).toBeGreaterThanOrEqual(5)
  })

  test('pairs taken for copies are copies in 95 of 100, and most copies are found', () => {
    const { right, taken, there } = pairs(flags, truth, scripts)
    expect(taken).toBeGreaterThan(10)
    expect(right / taken).toBeGreaterThanOrEqual(0.95)
    expect(right / there).toBeGreaterThanOrEqual(0.75)
  })
})

test('chances mean what they say, from the least likely fifth to the likeliest', () => {
  const leads = [1, 2, 3].flatMap((seed) => foretold(aMorning(seed, 500)))
  for (const { foretold: told, happened } of calibrationOf(leads, 5)) {
    expect(told).toBeGreaterThan(happened.low - 0.02)
    expect(told).toBeLessThan(happened.high + 0.02)
  }
})

function foretold({ flags, truth, learned }: ReturnType<typeof aMorning>) {
  const told = (flag: NewFlag, { chanceOf }: Confirmations) => chanceOf(claimOf(flag))
  return flags
    .filter(({ audience }) => !audience)
    .map((flag) => ({ chance: told(flag, learned), confirmed: truth(flag.id).violation }))
}

function pairs(
  flags: readonly NewFlag[],
  truth: (id: string) => FlagTruth,
  scripts: ReadonlyMap<string, string>,
) {
  const count = { right: 0, taken: 0, there: 0 }
  flags.forEach((a, i) => {
    for (const b of flags.slice(0, i)) {
      const copies = truth(a.id).script !== null && truth(a.id).script === truth(b.id).script
      const one = scripts.get(a.id)
      const taken = one !== undefined && one === scripts.get(b.id)
      if (copies) count.there += 1
      if (taken) count.taken += 1
      if (copies && taken) count.right += 1
    }
  })
  return count
}

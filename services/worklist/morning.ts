import { type ClaimRecord, learnConfirmations } from '#shared/domain/confirmation.ts'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { type RankRules, rankWork, type WorkItem } from '#shared/domain/worklist.ts'
import { WorklistPolicy } from '#shared/domain/worklist-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { findCopies, phraseKey } from '#shared/text/copies.ts'
import type { FlagTruth, NewFlag } from '../demo/big-city/finds.ts'
import { makeCity } from '../demo/big-city/make.ts'

const until = '2026-03-11'
const pool = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
const policy = policyOn(
  (await loadPolicy('policies/worklist.yaml', policyFile(WorklistPolicy))).versions,
  Date.parse(`${until}T00:00:00+08:00`),
)

/** What a lead claims, as the ranking knows it. */
export const claimOf = ({ category, rule, phrase, roomId }: NewFlag) => ({
  ...{ category, rule, roomId, phrase: phraseKey(phrase) },
})

/** A generated month of which the last morning has all of the day before still open; what is true of it, only we know. */
export function aMorning(seed: number, flagsPerDay: number) {
  const city = makeCity({
    ...{ seed, flagsPerDay, rooms: 130, days: 30, until },
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
  const truth = (id: string): FlagTruth =>
    last?.truth[id] ?? { violation: false, odds: 0, script: null }
  const states = new Map(city.rooms.map(({ room, state }) => [room.id, state]))
  return { flags, truth, states, learned: learnConfirmations(records, policy.chance), city }
}
export type Morning = ReturnType<typeof aMorning>

/** The morning's items in the order of the worklist, and the scripts found. */
export function rankedOf({ flags, states, learned, city }: Morning) {
  const spoken = flags.filter(({ audience }) => !audience)
  const scripts = findCopies(spoken, policy.copies)
  const rules: RankRules = { policy, learned, nowMs: city.nowMs, withinHours: 24 }
  const work = flags.map((flag) => ({
    ...{ claim: claimOf(flag), id: flag.id, severity: flag.severity, audience: flag.audience },
    ...{ hitCount: flag.hitCount, createdAtMs: flag.createdAt.getTime() },
    ...{ handedBy: null, look: null },
    poolState: states.get(flag.roomId) ?? ('surveyed' as const),
    script: scripts.get(flag.id) ?? null,
  }))
  return { items: rankWork(work, rules).map(({ item }) => item), scripts }
}

/** The same items as somebody would order them who knew how likely each lead is to be a violation. */
export function bestOrder(items: readonly WorkItem[], { truth }: Morning): WorkItem[] {
  const worth = ({ flagIds }: WorkItem) => flagIds.reduce((sum, id) => sum + truth(id).odds, 0)
  return items.toSorted((a, b) => worth(b) - worth(a))
}

/** Of the day's violations, the share that stands in the first items. */
export function shareSeen(items: readonly WorkItem[], { flags, truth }: Morning, first = 240) {
  const seen = new Set(items.slice(0, first).flatMap(({ flagIds }) => flagIds))
  const violations = flags.filter(({ id }) => truth(id).violation)
  return violations.filter(({ id }) => seen.has(id)).length / violations.length
}

/** Pairs of leads that are copies, that were taken for copies, and that are both. */
export function pairsOf({ flags, truth }: Morning, scripts: ReadonlyMap<string, string>) {
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

/** How many places the flags were found in, for one item to decide. */
export const hitsPerItem = ({ flags }: Morning, items: readonly WorkItem[]) =>
  flags.reduce((sum, { hitCount }) => sum + hitCount, 0) / items.length

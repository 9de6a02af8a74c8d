import type { Scope } from '#shared/db/scope.ts'
import { claimRecords } from '#shared/db/worklist.ts'
import {
  type CalibrationRow,
  type ClaimRecord,
  type Confirmations,
  calibrationOf,
  learnConfirmations,
} from '#shared/domain/confirmation.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { phraseKey } from '#shared/text/copies.ts'
import type { WorklistDeps } from './deps.ts'

const dayMs = 86_400_000
/** Verdicts of the last minutes change chances little; those of an hour are counted while the page is made without them. */
const [keepMs, lateMs] = [10 * 60_000, 60 * 60_000]

interface Kept {
  readonly atMs: number
  readonly learned: Promise<Confirmations>
}
const kept = new WeakMap<object, Map<string, Kept>>()

/** What the verdicts of a scope teach, and of no other: one county's order says nothing of another's. At most an hour old. */
export function confirmationsOf(deps: WorklistDeps, scope: Scope): Promise<Confirmations> {
  const nowMs = deps.now().getTime()
  const ofDb = kept.get(deps.db) ?? new Map<string, Kept>()
  kept.set(deps.db, ofDb)
  const old = ofDb.get(scope.region)
  const age = old ? nowMs - old.atMs : -1
  if (old && age >= 0 && age < keepMs) return old.learned
  const learned = learnSince(deps, scope, nowMs)
  ofDb.set(scope.region, { atMs: nowMs, learned })
  learned.catch(() => ofDb.delete(scope.region))
  return old && age >= 0 && age < lateMs ? old.learned : learned
}

async function learnSince(deps: WorklistDeps, scope: Scope, toMs: number): Promise<Confirmations> {
  const { chance } = policyOn(deps.worklist, toMs)
  const span = { from: new Date(toMs - chance.days * dayMs) }
  return learnConfirmations((await claimRecords(deps.db, scope, span)).map(keyed), chance)
}

/** Claims by their sound, so that a misheard copy is the same claim. */
const keyed = (record: ClaimRecord): ClaimRecord => ({
  ...record,
  phrase: phraseKey(record.phrase),
})

export interface Calibration {
  readonly learned: number
  readonly foretold: number
  readonly rows: readonly CalibrationRow[]
}

/** How far chances can be trusted: learned from all but the last `days` days, tried on what people decided of those. */
export async function calibration(
  deps: WorklistDeps,
  scope: Scope,
  days: number,
): Promise<Calibration> {
  const nowMs = deps.now().getTime()
  const { chance } = policyOn(deps.worklist, nowMs)
  const cut = new Date(nowMs - days * dayMs)
  const from = new Date(nowMs - chance.days * dayMs)
  const before = (await claimRecords(deps.db, scope, { from, to: cut })).map(keyed)
  const after = (await claimRecords(deps.db, scope, { from: cut })).map(keyed)
  const learned = learnConfirmations(before, chance)
  const leads = after.flatMap((record) => {
    const told = learned.chanceOf(record)
    return Array.from({ length: record.judged }, (_, i) => ({
      chance: told,
      confirmed: i < record.confirmed,
    }))
  })
  const sum = (records: readonly ClaimRecord[]) => records.reduce((n, r) => n + r.judged, 0)
  return { learned: sum(before), foretold: leads.length, rows: calibrationOf(leads) }
}

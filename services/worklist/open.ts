import type { Db } from '#shared/db/client.ts'
import type { Scope } from '#shared/db/scope.ts'
import { type OpenFlag, openStamps, workFlags } from '#shared/db/worklist.ts'
import type { Claim } from '#shared/domain/confirmation.ts'
import type { WorklistPolicy } from '#shared/domain/worklist-policy.ts'
import { CopyFinder, phraseKey } from '#shared/text/copies.ts'

/** A lead with what it claims, as verdicts count claims. */
export interface OpenLead extends OpenFlag {
  readonly claim: Claim
}

/** What is open in a scope at a moment. */
export interface Open {
  /** In the order they were said; one that has not changed is the same object as before. */
  readonly flags: readonly OpenLead[]
  readonly copies: CopyFinder
}

interface Desk {
  known: ReadonlyMap<string, OpenLead>
  readonly copies: CopyFinder
}

const desks = new WeakMap<object, Map<string, Desk>>()

/**
 * What is open in a scope, read from the rows each time but for what they say: thousands of leads stay open from page to
 * page, so a lead is read, and compared with others, when it comes and when its row changes.
 */
export async function openOf(db: Db, scope: Scope, policy: WorklistPolicy): Promise<Open> {
  const desk = deskOf(db, scope, policy)
  const stamps = await openStamps(db, scope)
  const { known } = desk
  const fresh = new Map<string, OpenLead>()
  const missing: string[] = []
  for (const [id, stamp] of stamps) {
    const flag = known.get(id)
    if (flag?.stamp === stamp) fresh.set(id, flag)
    else missing.push(id)
  }
  for (const flag of await leadsOf(db, scope, missing)) fresh.set(flag.id, flag)
  desk.known = fresh
  // One that was removed between the two readings is not there.
  const flags: OpenLead[] = []
  for (const [id] of stamps) {
    const flag = fresh.get(id)
    if (flag) flags.push(flag)
  }
  return { flags, copies: desk.copies }
}

/** These leads, whatever they are now. */
export async function leadsOf(db: Db, scope: Scope, ids: readonly string[]): Promise<OpenLead[]> {
  const flags = await workFlags(db, scope, ids)
  return flags.map((flag) => {
    const { category, rule, roomId } = flag
    return { ...flag, claim: { category, rule, roomId, phrase: phraseKey(flag.phrase) } }
  })
}

function deskOf(db: Db, { region }: Scope, { version, copies }: WorklistPolicy): Desk {
  const ofDb = desks.get(db) ?? new Map<string, Desk>()
  desks.set(db, ofDb)
  const key = `${region} ${version}`
  const desk = ofDb.get(key) ?? { known: new Map(), copies: new CopyFinder(copies) }
  ofDb.set(key, desk)
  return desk
}

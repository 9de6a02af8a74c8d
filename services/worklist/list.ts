import { type Seen, type SeenFlags, seenBy } from '#shared/db/second-looks.ts'
import { flagRows, movesAt, type OpenFlag, type WorkFilter } from '#shared/db/worklist.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { handedBy, standsInList } from '#shared/domain/flag-move.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { cutByMinutes, rankWork, samplesOf, type WorkItem } from '#shared/domain/worklist.ts'
import type { WorklistDeps } from './deps.ts'
import { confirmationsOf } from './learn.ts'
import { leadsOf, type OpenLead, openOf } from './open.ts'

export interface WorklistQuery extends WorkFilter {
  /** A person's minutes; the policy's when not given. */
  readonly minutes?: number | undefined
  readonly limit: number
  readonly offset: number
}

/**
 * A person's worklist: open flags of their region that fit their minutes, copies of one script as one item, in the order
 * of rank with its reasons; what stays below the cut counted and sampled. Chances and scores stay here.
 */
export async function worklistOf(deps: WorklistDeps, actor: Actor, query: WorklistQuery) {
  const { db, now } = deps
  const nowMs = now().getTime()
  const policy = policyOn(deps.worklist, nowMs)
  const seen = await seenBy(db, actor)
  const [open, looks, moves, learned] = await Promise.all([
    openOf(db, actor, policy),
    leadsOf(db, actor, shownOpen(seen)),
    movesAt(db, actor, now()),
    confirmationsOf(deps, actor),
  ])
  const wanted = ({ category, roomId }: OpenFlag) =>
    (query.category ?? category) === category && (query.roomId ?? roomId) === roomId
  // What waits for somebody else's look, or for the decider, is nobody else's work.
  const isMine = (id: string, look: Seen | undefined) =>
    look ? look.part !== null : standsInList(moves.get(id) ?? null, actor.name, nowMs)
  const mine: OpenLead[] = []
  let elsewhere = 0
  const offer = (flag: OpenLead, look: Seen | undefined) => {
    if (!wanted(flag)) return
    if (isMine(flag.id, look)) mine.push(flag)
    else elsewhere += 1
  }
  for (const flag of open.flags) {
    const look = seen.get(flag.id)
    if (!look?.state) offer(flag, look)
  }
  for (const flag of looks) offer(flag, seen.get(flag.id))
  const scripts = open.copies.find(
    // The host's words and the audience's are never one matter; a second look is given one by one.
    mine.filter(({ id, audience }) => !audience && !seen.has(id)),
  )
  const ranked = rankWork(
    // Thousands for each page: written out, for spreading costs more than ranking.
    mine.map((flag) => ({
      id: flag.id,
      claim: flag.claim,
      severity: flag.severity,
      audience: flag.audience,
      hitCount: flag.hitCount,
      poolState: flag.poolState,
      look: seen.get(flag.id)?.part ?? null,
      createdAtMs: seen.get(flag.id)?.drawnAtMs ?? flag.createdAtMs,
      script: scripts.get(flag.id) ?? null,
      handedBy: handedBy(moves.get(flag.id) ?? null, actor.name, nowMs),
    })),
    {
      policy,
      learned,
      nowMs,
      withinHours: policyOn(deps.reporting.reports, nowMs).reviewWithinHours,
    },
  )
  const { items, minutes, below } = cutByMinutes(
    ranked,
    {
      minutes: query.minutes ?? policy.minutesPerPerson,
      minutesPerFlag: policyOn(deps.termHealth, nowMs).reviewMinutesPerFlag,
      seed: `${dayOf(nowMs)} ${actor.name}`,
    },
    policy,
  )
  const page = items.slice(query.offset, query.offset + query.limit)
  const rows = await flagRows(
    db,
    actor,
    [...page, ...below.sample].map(({ id }) => id),
    seen,
  )
  const shown = (item: WorkItem) => {
    const flag = rows.get(item.id)
    const { flagIds, rooms, hits } = item
    const reasons = item.reasons()
    const samples = flagIds.length > 1 ? samplesOf(flagIds, policy.batchSamples) : []
    const look = seen.get(item.id)?.part ?? null
    return flag ? [{ flag, flagIds, rooms, hits, reasons, samples, look }] : []
  }
  return {
    minutes,
    /** Items that fit. */
    total: items.length,
    rows: page.flatMap(shown),
    below: { ...below, sample: below.sample.flatMap(shown) },
    /** Open flags that stand in somebody else's list or wait. */
    elsewhere,
  }
}

/** Leads with a look that are open to the reader, whatever they are to others. */
const shownOpen = (seen: SeenFlags) =>
  [...seen].flatMap(([id, { state }]) => (state === 'open' ? [id] : []))

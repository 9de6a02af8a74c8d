import { seenBy } from '#shared/db/second-looks.ts'
import { flagRows, openFlags, type WorkFilter } from '#shared/db/worklist.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { handedBy, standsInList } from '#shared/domain/flag-move.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { cutByMinutes, rankWork, samplesOf, type WorkItem } from '#shared/domain/worklist.ts'
import { findCopies, phraseKey } from '#shared/text/copies.ts'
import type { WorklistDeps } from './deps.ts'
import { confirmationsOf } from './learn.ts'

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
  const [open, learned] = await Promise.all([
    openFlags(db, actor, query, seen),
    confirmationsOf(deps, actor),
  ])
  const mine = open.filter(
    // What waits for somebody else's look, or for the decider, is nobody else's work.
    ({ id, move }) =>
      seen.get(id)?.part !== null && (seen.has(id) || standsInList(move, actor.name, nowMs)),
  )
  const scripts = findCopies(
    // The host's words and the audience's are never one matter; a second look is given one by one.
    mine.filter(({ id, audience }) => !audience && !seen.has(id)),
    policy.copies,
  )
  const ranked = rankWork(
    mine.map(({ move, ...flag }) => ({
      ...flag,
      look: seen.get(flag.id)?.part ?? null,
      createdAtMs: seen.get(flag.id)?.drawnAtMs ?? flag.createdAtMs,
      phrase: phraseKey(flag.phrase),
      script: scripts.get(flag.id) ?? null,
      handedBy: handedBy(move, actor.name, nowMs),
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
    const { flagIds, rooms, hits, reasons } = item
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
    elsewhere: open.length - mine.length,
  }
}

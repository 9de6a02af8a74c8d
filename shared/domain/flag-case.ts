import type { FlagFacts } from './flag.ts'
import type { PoolEvent } from './pool-event.ts'
import { type Decision, effectiveVerdict, type VerdictEntry } from './verdict.ts'

/** All that is known of one flag at an instant, gathered from the room's event log. */
export interface FlagCase {
  readonly flag: FlagFacts
  /** The person's confirmation that stands and whose undo window has ended; null while nothing may follow from the flag. */
  readonly confirmed: Decision | null
  /** First time each of these happened and was not taken back, or null. */
  readonly selfReportedMs: number | null
  readonly noticedMs: number | null
  readonly rectifiedMs: number | null
}

type Dated = 'self_reported' | 'noticed' | 'rectified'

/**
 * The room's flags as known at `knownMs`, in no particular order. The list of events may be in any order; a fact
 * reversed by then counts as never entered, a flag's newest facts win, a verdict without its flag is left out.
 */
export function casesOf(events: readonly PoolEvent[], knownMs: number): FlagCase[] {
  const known = events.filter((event) => event.atMs <= knownMs)
  const reversed = new Set(known.flatMap((e) => (e.kind === 'reversed' ? [e.reverses] : [])))
  const facts = new Map<string, Extract<PoolEvent, { kind: 'flagged' }>>()
  const logs = new Map<string, VerdictEntry[]>()
  const first: Readonly<Record<Dated, Map<string, number>>> = {
    self_reported: new Map(),
    noticed: new Map(),
    rectified: new Map(),
  }
  for (const event of known) {
    if (event.kind === 'flagged') {
      const old = facts.get(event.flag.flagId)
      const newer = !old || old.atMs < event.atMs || (old.atMs === event.atMs && old.id < event.id)
      if (newer) facts.set(event.flag.flagId, event)
    } else if (event.kind === 'verdict') {
      const { kind: _, ...entry } = event
      const log = logs.get(entry.flagId)
      if (log) log.push(entry)
      else logs.set(entry.flagId, [entry])
    } else if (
      event.kind === 'self_reported' ||
      event.kind === 'noticed' ||
      event.kind === 'rectified'
    ) {
      if (reversed.has(event.id)) continue
      const times = first[event.kind]
      for (const flagId of event.flagIds)
        times.set(flagId, Math.min(times.get(flagId) ?? event.atMs, event.atMs))
    }
  }
  return [...facts.values()].map(({ flag }) => {
    const verdict = effectiveVerdict(logs.get(flag.flagId) ?? [], knownMs)
    return {
      flag,
      confirmed: verdict?.verdict === 'confirmed' ? verdict : null,
      selfReportedMs: first.self_reported.get(flag.flagId) ?? null,
      noticedMs: first.noticed.get(flag.flagId) ?? null,
      rectifiedMs: first.rectified.get(flag.flagId) ?? null,
    }
  })
}

import type { IntakeState } from '#shared/domain/intake.ts'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'

/** A file as one look found it. */
export interface Seen {
  readonly bytes: number
  readonly modifiedMs: number
  readonly etag: string | null
  /** Its name says that it is still written. */
  readonly unfinished: boolean
  /** Its recorder says that it is not. */
  readonly closed: boolean
}

export interface Known {
  readonly state: IntakeState
  readonly bytes: number | null
  readonly modifiedMs: number | null
  readonly etag: string | null
  readonly stillSince: Date | null
  readonly closedAt: Date | null
  readonly dueAt: Date | null
}

export interface Look {
  readonly state: IntakeState
  readonly stillSince: Date
  readonly dueAt: Date
}

/**
 * What one look changes of a file: it grows while its size, time of change or ETag move, settles once they stand still,
 * and is due when they have done so for as long as the policy says. Only our own looks count, for clocks of other machines
 * lie and copies keep old times. Null when nothing is to be written.
 */
export function judgeLook(
  known: Known | undefined,
  seen: Seen,
  now: Date,
  sweep: IntakePolicy['sweep'],
): Look | null {
  const moved =
    !known ||
    known.bytes !== seen.bytes ||
    known.modifiedMs !== seen.modifiedMs ||
    known.etag !== seen.etag
  const back = known?.state === 'vanished' || known?.state === 'announced'
  if (known && !moved && !back && !['growing', 'settling'].includes(known.state)) return null
  const fresh = moved || back || !known.stillSince
  const stillSince = fresh ? now : (known.stillSince ?? now)
  const state = seen.unfinished || (moved && known?.bytes != null) ? 'growing' : 'settling'
  const dueAt = new Date(stillSince.getTime() + waitMs(known, seen, sweep))
  if (known && !fresh && known.state === state && known.dueAt?.getTime() === dueAt.getTime())
    return null
  return { state, stillSince, dueAt }
}

function waitMs(known: Known | undefined, seen: Seen, sweep: IntakePolicy['sweep']): number {
  if (seen.unfinished) return sweep.abandonedMinutes * 60_000
  return (seen.closed || known?.closedAt ? sweep.closedSeconds : sweep.stillSeconds) * 1000
}

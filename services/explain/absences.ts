import { roomOfBroadcast } from '#shared/db/broadcast-words.ts'
import type { Flag } from '#shared/db/flags.ts'
import type { Scope } from '#shared/db/scope.ts'
import { AppError } from '#shared/errors.ts'
import type { AbsenceFinding } from '#shared/text/absence.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { absencesOf } from '../detect/absences.ts'
import type { ExplainDeps } from './explain.ts'

/** What a lexicon says of a whole broadcast: for every rule of absence whether it was said, is missing, or nobody can tell. */
export interface ExplainedBroadcast {
  readonly broadcastId: string
  readonly version: string
  readonly absent: readonly (AbsenceFinding & {
    /** Of the place: its recording. */
    readonly recordingId: string | null
  })[]
}

/** Judges a broadcast's stored words by the rules of absence. Throws `not_found` when it is not there for these eyes. */
export async function explainBroadcast(
  { db }: Pick<ExplainDeps, 'db'>,
  scope: Scope,
  lexicon: Lexicon,
  broadcastId: string,
): Promise<ExplainedBroadcast> {
  const room = await roomOfBroadcast(db, scope, broadcastId)
  if (!room) throw new AppError('not_found', '没有这个场次，或不在您的辖区。')
  const { findings, recordings } = await absencesOf(db, lexicon, broadcastId, room)
  const absent = findings.map((finding) => ({
    ...finding,
    recordingId: (finding.place && recordings[finding.place.piece]?.id) ?? null,
  }))
  return { broadcastId, version: lexicon.version, absent }
}

/** A flag for what is missing, derived again by the version that raised it: only its own rule. */
export async function explainAbsentFlag(
  deps: Pick<ExplainDeps, 'db' | 'lexicon'>,
  scope: Scope,
  flag: Flag,
): Promise<ExplainedBroadcast> {
  const lexicon = await deps.lexicon(flag.lexiconVersion)
  const whole = await explainBroadcast(deps, scope, lexicon, flag.broadcastId)
  return { ...whole, absent: whole.absent.filter(({ rule }) => rule === flag.rule) }
}

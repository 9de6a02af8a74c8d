import { and, count, eq, isNotNull, isNull, notInArray } from 'drizzle-orm'
import type { Db } from './client.ts'
import { reviveIntake } from './intake.ts'
import { flags, intake, recordings } from './schema/index.ts'

/** Stages whose given-up work can be put back. */
export const stagesAgain = [
  'intake',
  'ingest',
  'transcribe',
  'screen',
  'detect',
  'evidence',
] as const
export type StageAgain = (typeof stagesAgain)[number]

/** Work a stage has given up, by the sentence it left. `again`: another try could help. */
export interface GivenUp {
  readonly stage: StageAgain
  readonly why: string
  readonly n: number
  readonly again: boolean
}

const { failedStage, failure, ingestState, transcriptState, screenState } = recordings
const cleared = { failedStage: null, failure: null }

/** How the stages that work on recordings mark one they gave up, and what lets their `pending` see it again. */
const marks = {
  ingest: { given: eq(failedStage, 'ingest'), reset: cleared },
  transcribe: {
    given: eq(transcriptState, 'failed'),
    reset: { ...cleared, transcriptState: 'wanted' },
  },
  screen: { given: eq(screenState, 'failed'), reset: { ...cleared, screenState: 'wanted' } },
  detect: { given: eq(failedStage, 'detect'), reset: cleared },
} as const

/** A clip that cannot be cut from a file whose time is over is nobody's work any more. */
const uncut = (db: Db) =>
  and(
    isNotNull(flags.clipFailure),
    notInArray(
      flags.recordingId,
      db.select({ id: recordings.id }).from(recordings).where(isNotNull(recordings.mediaDeletedAt)),
    ),
  )

/** What the stages gave up, over the whole house, the most frequent reason first; no row is named. */
export async function givenUp(db: Db): Promise<GivenUp[]> {
  const found: GivenUp[] = []
  const add = (stage: StageAgain, again: boolean, rows: { why: string | null; n: number }[]) =>
    found.push(...rows.map(({ why, n }) => ({ stage, why: why ?? '', n, again })))
  const told = { why: failure, n: count() }
  for (const stage of ['ingest', 'transcribe', 'screen', 'detect'] as const) {
    const { given } = marks[stage]
    add(stage, true, await db.select(told).from(recordings).where(given).groupBy(failure))
  }
  const bad = and(eq(ingestState, 'refused'), isNull(failedStage))
  add('ingest', false, await db.select(told).from(recordings).where(bad).groupBy(failure))
  add(
    'evidence',
    true,
    await db
      .select({ why: flags.clipFailure, n: count() })
      .from(flags)
      .where(uncut(db))
      .groupBy(flags.clipFailure),
  )
  add(
    'intake',
    true,
    await db
      .select({ why: intake.note, n: count() })
      .from(intake)
      .where(and(eq(intake.state, 'refused'), eq(intake.reason, 'failed')))
      .groupBy(intake.note),
  )
  return found.sort((a, b) => b.n - a.n)
}

/** Lets a stage try again what it gave up, for its `pending` to find; answers how much that is. */
export async function tryAgain(db: Db, stage: StageAgain, now: Date): Promise<number> {
  if (stage === 'intake') return reviveIntake(db, ['failed'], now)
  if (stage === 'evidence') {
    const cut = db.update(flags).set({ clipFailure: null }).where(uncut(db))
    return (await cut.returning({ id: flags.id })).length
  }
  const { given, reset } = marks[stage]
  const back = db.update(recordings).set(reset).where(given)
  return (await back.returning({ id: recordings.id })).length
}

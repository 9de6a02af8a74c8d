import { and, asc, eq, gte, inArray, isNull, lt } from 'drizzle-orm'
import { coveredMs } from '#shared/domain/coverage.ts'
import { casesOf } from '#shared/domain/flag-case.ts'
import type { Observed } from '#shared/domain/scorecard.ts'
import type { Db } from './client.ts'
import { roomEvents } from './pool.ts'
import { coverage, recordings } from './schema/index.ts'

const hourMs = 3_600_000

/**
 * What monitoring saw of a room from `from` to `to`: hours really transcribed (recordings begun in the period), and the
 * host's flags that a person confirmed and whose undo window has ended.
 */
export async function observedOf(db: Db, roomId: string, from: Date, to: Date): Promise<Observed> {
  const ids = db
    .select({ id: recordings.id })
    .from(recordings)
    .where(
      and(
        eq(recordings.roomId, roomId),
        gte(recordings.startedAt, from),
        lt(recordings.startedAt, to),
      ),
    )
  const spans = await db
    .select()
    .from(coverage)
    .where(
      and(
        inArray(coverage.recordingId, ids),
        eq(coverage.kind, 'transcribed'),
        isNull(coverage.gap),
      ),
    )
    .orderBy(asc(coverage.recordingId), asc(coverage.fromMs))
  const byRecording = new Map<string, typeof spans>()
  for (const span of spans)
    byRecording.set(span.recordingId, [...(byRecording.get(span.recordingId) ?? []), span])
  let heardMs = 0
  for (const some of byRecording.values()) heardMs += coveredMs(some, 'transcribed')
  const hours = Math.round((heardMs / hourMs) * 10) / 10
  const flags = casesOf(await roomEvents(db, roomId), to.getTime()).flatMap(
    ({ flag, confirmed }) =>
      confirmed && !flag.audience && flag.saidAtMs >= from.getTime() ? [flag] : [],
  )
  const corrected = flags.filter(({ correctedAfterMs }) => correctedAfterMs !== null).length
  return {
    hours,
    flags: flags.map(({ category, severity }) => ({ category, severity })),
    measures: {
      ...(hours > 0
        ? { confirmedPer10Hours: Math.round((flags.length / hours) * 1000) / 100 }
        : {}),
      ...(flags.length > 0
        ? { correctedShare: Math.round((corrected / flags.length) * 100) / 100 }
        : {}),
    },
  }
}

import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import {
  type BroadcastLedger,
  broadcastLedger,
  type KnownGap,
} from '#shared/domain/broadcast-ledger.ts'
import { recordingsOfBroadcast } from './broadcasts.ts'
import type { Db } from './client.ts'
import { broadcasts, captureGaps, captures, coverage, recordings } from './schema/index.ts'

/** The ledger of a broadcast: all its recordings, and why nothing was recorded in between. */
export async function ledgerOfBroadcast(db: Db, broadcastId: string): Promise<BroadcastLedger> {
  const pieces = await recordingsOfBroadcast(db, broadcastId)
  const spans = await db
    .select({ span: coverage })
    .from(coverage)
    .innerJoin(recordings, eq(recordings.id, coverage.recordingId))
    .where(eq(recordings.broadcastId, broadcastId))
    .orderBy(asc(coverage.recordingId), asc(coverage.fromMs))
  return broadcastLedger(
    pieces.map(({ id, startedAt, clock, durationMs }) => ({
      ...{ id, startedAt, clock },
      durationMs: durationMs ?? 0,
      spans: spans.filter(({ span }) => span.recordingId === id).map(({ span }) => span),
    })),
    await knownGaps(db, broadcastId),
  )
}

/** Captures of the room that had no stream, and files of that time that could not be read. */
async function knownGaps(db: Db, broadcastId: string): Promise<KnownGap[]> {
  const [broadcast] = await db.select().from(broadcasts).where(eq(broadcasts.id, broadcastId))
  if (!broadcast) return []
  const { roomId, startedAt, endedAt } = broadcast
  const until = endedAt ?? startedAt
  const gaps = await db
    .select({ fromAt: captureGaps.fromAt, toAt: captureGaps.toAt, reason: captureGaps.reason })
    .from(captureGaps)
    .innerJoin(captures, eq(captures.id, captureGaps.captureId))
    .where(
      and(
        eq(captures.roomId, roomId),
        lt(captureGaps.fromAt, until),
        or(isNull(captureGaps.toAt), gt(captureGaps.toAt, startedAt)),
      ),
    )
  return gaps.map(({ fromAt, toAt, reason }) => ({
    ...{ fromMs: fromAt.getTime(), reason },
    toMs: (toAt ?? until).getTime(),
  }))
}

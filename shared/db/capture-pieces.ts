import {
  and,
  asc,
  count,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notExists,
  sql,
  sum,
} from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { audit } from './audit.ts'
import { wholeBroadcastNeeded } from './case-holds.ts'
import type { Db } from './client.ts'
import type { Recording } from './recordings.ts'
import { candidates, flags, missSamples, recordings } from './schema/index.ts'

/** The pieces of a capture that were read, around a moment, in order of time. */
export async function neighbours(db: Db, captureId: string, at: Date, aroundMs: number) {
  return db
    .select()
    .from(recordings)
    .where(
      and(
        eq(recordings.captureId, captureId),
        eq(recordings.ingestState, 'done'),
        gt(recordings.startedAt, new Date(at.getTime() - aroundMs)),
        lte(recordings.startedAt, new Date(at.getTime() + aroundMs)),
      ),
    )
    .orderBy(asc(recordings.startedAt))
}

/**
 * Pieces of captures begun before this moment in which nothing was found: read to the end, and no lead, open candidate
 * or sample of their room within `aroundMs` of them, for a clip may reach into the piece beside it; nor a case that needs
 * the whole broadcast, nor another recording of the same file.
 */
export async function piecesWithoutFindings(
  db: Db,
  before: Date,
  aroundMs: number,
  limit: number,
): Promise<Pick<Recording, 'id' | 'path' | 'sha256' | 'startedAt'>[]> {
  const { id, path, sha256, startedAt } = recordings
  return db
    .select({ id, path, sha256, startedAt })
    .from(recordings)
    .where(and(withoutFindings(db, aroundMs), lt(recordings.startedAt, before)))
    .orderBy(asc(recordings.startedAt))
    .limit(limit)
}

/** Those pieces by the day (Shanghai) they began, the first `limit` days. */
export async function daysWithoutFindings(db: Db, aroundMs: number, limit: number) {
  const day = sql<string>`(${recordings.startedAt} at time zone 'Asia/Shanghai')::date::text`
  return db
    .select({ day, n: count(), bytes: sum(recordings.bytes).mapWith(Number) })
    .from(recordings)
    .where(withoutFindings(db, aroundMs))
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .limit(limit)
}

function withoutFindings(db: Db, aroundMs: number) {
  const around = sql`make_interval(secs => ${aroundMs / 1000}::float8)`
  const ends = sql`${recordings.startedAt} + make_interval(secs => coalesce(${recordings.durationMs}, 0) / 1000.0)`
  const near = db
    .select({ id: flags.id })
    .from(flags)
    .where(
      and(
        eq(flags.roomId, recordings.roomId),
        sql`${flags.saidAt} between ${recordings.startedAt} - ${around} and ${ends} + ${around}`,
      ),
    )
  const asked = db
    .select({ id: candidates.id })
    .from(candidates)
    .where(eq(candidates.recordingId, recordings.id))
  const sampled = db
    .select({ id: missSamples.id })
    .from(missSamples)
    .where(eq(missSamples.recordingId, recordings.id))
  return and(
    isNotNull(recordings.captureId),
    isNull(recordings.mediaDeletedAt),
    isNotNull(recordings.detectedKey),
    inArray(recordings.transcriptState, ['none', 'done', 'failed']),
    notExists(heldElsewhere(db)),
    notExists(near),
    notExists(asked),
    notExists(sampled),
    notExists(wholeBroadcastNeeded(db)),
  )
}

/** A recording of another room, or one filed by hand, that rests on the same file. */
function heldElsewhere(db: Db) {
  const other = alias(recordings, 'other')
  return db
    .select({ id: other.id })
    .from(other)
    .where(
      and(
        eq(other.path, recordings.path),
        ne(other.id, recordings.id),
        isNull(other.mediaDeletedAt),
      ),
    )
}

/** Writes down that files of pieces are gone, with what they were, as one line of the audit log. */
export async function markForgotten(
  db: Db,
  pieces: readonly { readonly id: string; readonly sha256: string }[],
  basis: string,
  now: Date,
): Promise<void> {
  const ids = pieces.map(({ id }) => id)
  await db.transaction(async (tx) => {
    await tx.update(recordings).set({ mediaDeletedAt: now }).where(inArray(recordings.id, ids))
    await audit(tx, {
      ...{ at: now, actor: 'system', action: 'capture-media-deleted', subject: ids[0] ?? '' },
      detail: { basis, files: pieces.map((it) => ({ recordingId: it.id, sha256: it.sha256 })) },
    })
  })
}

import { and, asc, desc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { broadcasts, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Recording = typeof recordings.$inferSelect
export type NewRecording = Pick<
  typeof recordings.$inferInsert,
  | 'roomId'
  | 'path'
  | 'sha256'
  | 'bytes'
  | 'danmakuPath'
  | 'captionsPath'
  | 'title'
  | 'goods'
  | 'startedAt'
  | 'startedAtSource'
>

/** Files the recording under its content: the same bytes twice are one row, whatever they are called. */
export async function addRecording(db: Db, recording: NewRecording) {
  const [made] = await db
    .insert(recordings)
    .values({ ...recording, ingestState: 'registered' })
    .onConflictDoNothing({ target: recordings.sha256 })
    .returning()
  if (made) return { recording: made, created: true }
  const [known] = await db.select().from(recordings).where(eq(recordings.sha256, recording.sha256))
  if (!known) throw new Error('recording neither found nor made')
  return { recording: known, created: false }
}

export async function getRecording(db: Db, id: string): Promise<Recording | undefined> {
  const [row] = await db.select().from(recordings).where(eq(recordings.id, id))
  return row
}

export async function updateRecording(
  db: Db,
  id: string,
  change: Partial<typeof recordings.$inferInsert>,
): Promise<void> {
  await db.update(recordings).set(change).where(eq(recordings.id, id))
}

const notFailed = isNull(recordings.failedStage)
const ids = (db: Db) => db.select({ recordingId: recordings.id }).from(recordings)

/** Registered and not yet read. */
export function pendingIngest(db: Db, limit: number) {
  return ids(db)
    .where(and(eq(recordings.ingestState, 'registered'), notFailed))
    .orderBy(asc(recordings.createdAt))
    .limit(limit)
}

/** With sound or captions and without a transcript; those that wait for a transcriber only when there is one. */
export function pendingTranscription(db: Db, transcriberAtHand: boolean, limit: number) {
  return ids(db)
    .where(
      and(
        eq(recordings.ingestState, 'done'),
        inArray(recordings.transcriptState, transcriberAtHand ? ['wanted', 'waiting'] : ['wanted']),
        notFailed,
      ),
    )
    .orderBy(asc(recordings.createdAt))
    .limit(limit)
}

/**
 * Read, and to be judged: never judged, judged by another transcript, or judged by another lexicon version and begun at
 * `from` or later. `wantsDetection` says the same of one recording.
 */
export function pendingDetection(db: Db, lexiconVersion: string, from: Date, limit: number) {
  const { detectedKey, startedAt } = recordings
  const transcript = sql`coalesce(${recordings.transcriptId}::text, '-')`
  return ids(db)
    .where(
      and(
        eq(recordings.ingestState, 'done'),
        notFailed,
        or(
          isNull(detectedKey),
          sql`split_part(${detectedKey}, ':', 2) <> ${transcript}`,
          and(
            sql`split_part(${detectedKey}, ':', 1) <> ${lexiconVersion}::text`,
            gte(startedAt, from),
          ),
        ),
      ),
    )
    .orderBy(asc(recordings.createdAt))
    .limit(limit)
}

/** Marks a stage that gave up, so that `pending` leaves the row alone until a person retries. */
export async function markFailed(db: Db, id: string, stage: string, failure: string) {
  await updateRecording(db, id, { failedStage: stage, failure })
}

/** A person's retry after a failure: the stage's pending query sees the row again. Throws `not_found`. */
export async function retryRecording(db: Db, scope: Scope, id: string): Promise<void> {
  const [row] = await db
    .update(recordings)
    .set({ failedStage: null, failure: null })
    .where(and(eq(recordings.id, id), inArray(recordings.roomId, roomIds(db, scope))))
    .returning({ id: recordings.id })
  if (!row) throw new AppError('not_found', '没有这段录像,可能已被移除或不在您的辖区。')
}

const roomIds = (db: Db, scope: Scope) =>
  db.select({ id: rooms.id }).from(rooms).where(within(rooms.region, scope))

/** Recordings for people, newest first. */
export async function listRecordings(db: Db, scope: Scope, limit: number) {
  return db
    .select({
      id: recordings.id,
      room: rooms.name,
      path: recordings.path,
      startedAt: recordings.startedAt,
      durationMs: recordings.durationMs,
      bytes: recordings.bytes,
      ingestState: recordings.ingestState,
      transcriptState: recordings.transcriptState,
      detectedKey: recordings.detectedKey,
      failedStage: recordings.failedStage,
      failure: recordings.failure,
    })
    .from(recordings)
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(within(rooms.region, scope))
    .orderBy(desc(recordings.startedAt), asc(recordings.id))
    .limit(limit)
}

/** Two files of one room belong to one broadcast when the silence between them is shorter than this. */
const sameBroadcastGapMs = 10 * 60_000

/**
 * The broadcast a recording belongs to: one of the same room that it overlaps or follows within ten minutes, widened to
 * hold it, or a new one. Serialised per room, so that two files of one session never open two broadcasts.
 */
export async function joinBroadcast(
  db: Db,
  piece: { readonly roomId: string; readonly startedAt: Date; readonly durationMs: number },
): Promise<string> {
  const endedAt = new Date(piece.startedAt.getTime() + piece.durationMs)
  await db.select({ id: rooms.id }).from(rooms).where(eq(rooms.id, piece.roomId)).for('update')
  const near = await db
    .select()
    .from(broadcasts)
    .where(
      and(
        eq(broadcasts.roomId, piece.roomId),
        sql`${broadcasts.startedAt} <= ${new Date(endedAt.getTime() + sameBroadcastGapMs).toISOString()}::timestamptz`,
        sql`coalesce(${broadcasts.endedAt}, ${broadcasts.startedAt}) >= ${new Date(piece.startedAt.getTime() - sameBroadcastGapMs).toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(broadcasts.startedAt))
    .limit(1)
  const [broadcast] = near
  if (!broadcast) {
    const [made] = await db
      .insert(broadcasts)
      .values({ roomId: piece.roomId, startedAt: piece.startedAt, endedAt })
      .returning({ id: broadcasts.id })
    if (!made) throw new Error('broadcast not made')
    return made.id
  }
  const last = broadcast.endedAt ?? broadcast.startedAt
  await db
    .update(broadcasts)
    .set({
      startedAt: piece.startedAt < broadcast.startedAt ? piece.startedAt : broadcast.startedAt,
      endedAt: endedAt > last ? endedAt : last,
    })
    .where(eq(broadcasts.id, broadcast.id))
  return broadcast.id
}

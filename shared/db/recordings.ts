import { and, asc, desc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import type { ViewerLag } from '#shared/domain/wall-clock.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { recordings, rooms } from './schema/index.ts'
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
  | 'sessionKey'
  | 'captureId'
  | 'createdAt'
>

/** Files the recording under its room and content: the same bytes twice are one row, whatever they are called. */
export async function addRecording(db: Db, recording: NewRecording) {
  const [made] = await db
    .insert(recordings)
    .values({ ...recording, ingestState: 'registered' })
    .onConflictDoNothing({ target: [recordings.sha256, recordings.roomId] })
    .returning()
  if (made) return { recording: made, created: true }
  const known = (await recordingsByContent(db, recording.sha256)).find(
    ({ roomId }) => roomId === recording.roomId,
  )
  if (!known) throw new Error('recording neither found nor made')
  return { recording: known, created: false }
}

/** The recordings of exactly this content, one a room, the oldest first. */
export function recordingsByContent(db: Db, sha256: string): Promise<Recording[]> {
  return db
    .select()
    .from(recordings)
    .where(eq(recordings.sha256, sha256))
    .orderBy(asc(recordings.createdAt), asc(recordings.id))
}

/** The recordings in exactly this file, one a room, the oldest first. */
export function recordingsAt(db: Db, path: string): Promise<Recording[]> {
  return db
    .select()
    .from(recordings)
    .where(eq(recordings.path, path))
    .orderBy(asc(recordings.createdAt), asc(recordings.id))
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

/** The same, if its file is still of this content: a recorder may have gone on with it. Answers whether it was. */
export async function updateUnchanged(
  db: Db,
  { id, sha256 }: Pick<Recording, 'id' | 'sha256'>,
  change: Partial<typeof recordings.$inferInsert>,
): Promise<boolean> {
  const updated = await db
    .update(recordings)
    .set(change)
    .where(and(eq(recordings.id, id), eq(recordings.sha256, sha256)))
    .returning({ id: recordings.id })
  return updated.length > 0
}

const notFailed = isNull(recordings.failedStage)
const ids = (db: Db) => db.select({ recordingId: recordings.id }).from(recordings)

/** Recordings of a room whose path begins so, in order of name. */
export async function recordingsUnder(db: Db, roomId: string, prefix: string) {
  const { id, path, durationMs, clock, startedAt } = recordings
  return db
    .select({ id, path, durationMs, clock, startedAt })
    .from(recordings)
    .where(and(eq(recordings.roomId, roomId), sql`starts_with(${path}, ${prefix})`))
    .orderBy(asc(path))
}

/** Whether one danmaku file stands for several recordings of the room: then each takes only its own minutes. */
export async function sharesDanmaku(
  db: Db,
  { id, roomId, danmakuPath }: Pick<Recording, 'id' | 'roomId' | 'danmakuPath'>,
): Promise<boolean> {
  if (danmakuPath === null) return false
  const [other] = await db
    .select({ id: recordings.id })
    .from(recordings)
    .where(
      and(
        eq(recordings.roomId, roomId),
        eq(recordings.danmakuPath, danmakuPath),
        sql`${recordings.id} <> ${id}`,
      ),
    )
    .limit(1)
  return other !== undefined
}

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

/** With a picture nobody has read; those that wait for an engine only when there is one. */
export function pendingScreens(db: Db, readerAtHand: boolean, limit: number) {
  return ids(db)
    .where(
      and(
        eq(recordings.ingestState, 'done'),
        inArray(recordings.screenState, readerAtHand ? ['wanted', 'waiting'] : ['wanted']),
        notFailed,
      ),
    )
    .orderBy(asc(recordings.createdAt))
    .limit(limit)
}

/**
 * Read, and to be judged: never judged, judged by other words, or judged by another lexicon version and begun at `from`
 * or later. `wantsDetection` says the same of one recording.
 */
export function pendingDetection(db: Db, lexiconVersion: string, from: Date, limit: number) {
  const { detectedKey, startedAt } = recordings
  const words = sql`coalesce(${recordings.transcriptId}::text, '-') || coalesce(':' || ${recordings.screenKey}, '')`
  return ids(db)
    .where(
      and(
        eq(recordings.ingestState, 'done'),
        notFailed,
        or(
          isNull(detectedKey),
          sql`substr(${detectedKey}, strpos(${detectedKey}, ':') + 1) <> ${words}`,
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

/** Notes what the audience's answers say of the lag; the clock itself is left as it is. */
export async function setViewerLag(db: Db, id: string, lag: ViewerLag | null): Promise<void> {
  await db
    .update(recordings)
    .set({ clock: sql`jsonb_set(${recordings.clock}, '{lag}', ${JSON.stringify(lag)}::jsonb)` })
    .where(eq(recordings.id, id))
}

/** Marks a stage that gave up, so that `pending` leaves the row alone until a person retries. */
export async function markFailed(db: Db, id: string, stage: string, failure: string) {
  await updateRecording(db, id, { failedStage: stage, failure })
}

/** A person's retry after a failure: the stage's pending query sees the row again. Throws `not_found`. */
export async function retryRecording(db: Db, scope: Scope, id: string): Promise<void> {
  const [row] = await db
    .update(recordings)
    .set({
      failedStage: null,
      failure: null,
      // What was heard before is kept: it goes on from there.
      transcriptState: sql`case when ${recordings.transcriptState} = 'failed' then 'wanted' else ${recordings.transcriptState} end`,
    })
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

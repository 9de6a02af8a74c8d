import { and, asc, eq, inArray, like, or } from 'drizzle-orm'
import type { Db } from './client.ts'
import { broadcasts, comments, recordings, rooms, sentences } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** Holds a broadcast until the transaction ends: what is said of all of it is written by one at a time. */
export async function lockBroadcast(tx: Db, id: string): Promise<void> {
  await tx.select().from(broadcasts).where(eq(broadcasts.id, id)).for('update')
}

/** The room of a broadcast, when it is there for these eyes. */
export async function roomOfBroadcast(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select({ room: rooms })
    .from(broadcasts)
    .innerJoin(rooms, eq(rooms.id, broadcasts.roomId))
    .where(and(eq(broadcasts.id, id), within(rooms.region, scope)))
  return row?.room
}

/**
 * What the room's side may have said in every recording of a broadcast that was read, in the order of time: sentences,
 * and comments that are by staff or name their speaker before a colon. A live broadcast is read again with each of its
 * pieces, so that it takes three queries however many they are.
 */
export async function broadcastWords(db: Db, broadcastId: string) {
  const read = await db
    .select()
    .from(recordings)
    .where(and(eq(recordings.broadcastId, broadcastId), eq(recordings.ingestState, 'done')))
    .orderBy(asc(recordings.startedAt), asc(recordings.id))
  const transcriptIds = read.flatMap(({ transcriptId }) => transcriptId ?? [])
  const said = byKey(await sentencesOfAll(db, transcriptIds), (one) => one.transcriptId)
  const recordingIds = read.map(({ id }) => id)
  const named = byKey(await namedComments(db, recordingIds), (one) => one.recordingId)
  return read.map((recording) => ({
    recording,
    sentences: said.get(recording.transcriptId ?? '') ?? [],
    named: named.get(recording.id) ?? [],
  }))
}

async function sentencesOfAll(db: Db, transcriptIds: string[]) {
  return db
    .select()
    .from(sentences)
    .where(inArray(sentences.transcriptId, transcriptIds))
    .orderBy(asc(sentences.transcriptId), asc(sentences.seq))
}

async function namedComments(db: Db, recordingIds: string[]) {
  const { recordingId, tMs, text, staff } = comments
  return db
    .select({ recordingId, tMs, text, staff })
    .from(comments)
    .where(
      and(
        inArray(recordingId, recordingIds),
        inArray(comments.kind, ['chat', 'super_chat']),
        or(eq(staff, true), like(text, '%:%'), like(text, '%：%')),
      ),
    )
    .orderBy(asc(recordingId), asc(comments.seq))
}

function byKey<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(row)
  }
  return groups
}

import { and, asc, eq, inArray, like, or } from 'drizzle-orm'
import type { Db } from './client.ts'
import { broadcasts, comments, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { sentencesOf } from './transcripts.ts'

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
 * and comments that are by staff or name their speaker before a colon.
 */
export async function broadcastWords(db: Db, broadcastId: string) {
  const read = await db
    .select()
    .from(recordings)
    .where(and(eq(recordings.broadcastId, broadcastId), eq(recordings.ingestState, 'done')))
    .orderBy(asc(recordings.startedAt), asc(recordings.id))
  return Promise.all(
    read.map(async (recording) => ({
      recording,
      sentences: recording.transcriptId ? await sentencesOf(db, recording.transcriptId) : [],
      named: await namedComments(db, recording.id),
    })),
  )
}

async function namedComments(db: Db, recordingId: string) {
  return db
    .select({ tMs: comments.tMs, text: comments.text, staff: comments.staff })
    .from(comments)
    .where(
      and(
        eq(comments.recordingId, recordingId),
        inArray(comments.kind, ['chat', 'super_chat']),
        or(eq(comments.staff, true), like(comments.text, '%:%'), like(comments.text, '%：%')),
      ),
    )
    .orderBy(asc(comments.seq))
}

import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { comments, recordings, rooms, sentences } from './schema/index.ts'

/** The words of a recording without their times, whole columns at once: a day of talk is one row, not ten thousand. */
export type RecordingTexts = Awaited<ReturnType<typeof textsOf>>[number]

const spokenIn = sql`from ${sentences} where ${sentences.transcriptId} = ${recordings.transcriptId}`
const chatIn = sql`from ${comments} where ${comments.recordingId} = ${recordings.id} and ${comments.kind} in ('chat', 'super_chat')`

/** Words of all recordings of some broadcasts that have been read, in the order in which detection judges them. */
export async function textsOf(db: Db, broadcastIds: readonly string[]) {
  return db
    .select({
      recordingId: recordings.id,
      broadcastId: sql<string>`${recordings.broadcastId}`,
      roomId: recordings.roomId,
      roomType: rooms.type,
      goods: recordings.goods,
      roomGoods: rooms.goods,
      title: recordings.title,
      startedAt: recordings.startedAt,
      clock: recordings.clock,
      sentences: sql<
        string[]
      >`(select coalesce(json_agg(${sentences.text} order by ${sentences.seq}), '[]') ${spokenIn})`,
      comments: sql<
        string[]
      >`(select coalesce(json_agg(${comments.text} order by ${comments.seq}), '[]') ${chatIn})`,
    })
    .from(recordings)
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(
      sql`${inArray(recordings.broadcastId, [...broadcastIds])} and ${eq(recordings.ingestState, 'done')}`,
    )
    .orderBy(asc(recordings.broadcastId), asc(recordings.startedAt), asc(recordings.id))
}

/** Numbers and times that go with the words of `textsOf`, place by place. */
export type RecordingTimes = Awaited<ReturnType<typeof timesOf>>[number]

export async function timesOf(db: Db, recordingIds: readonly string[]) {
  return (
    db
      .select({
        recordingId: recordings.id,
        seqs: sql<
          number[]
        >`(select coalesce(json_agg(${sentences.seq} order by ${sentences.seq}), '[]') ${spokenIn})`,
        startMs: sql<
          number[]
        >`(select coalesce(json_agg(${sentences.startMs} order by ${sentences.seq}), '[]') ${spokenIn})`,
        endMs: sql<
          number[]
        >`(select coalesce(json_agg(${sentences.endMs} order by ${sentences.seq}), '[]') ${spokenIn})`,
        chatSeqs: sql<
          number[]
        >`(select coalesce(json_agg(${comments.seq} order by ${comments.seq}), '[]') ${chatIn})`,
        tMs: sql<
          number[]
        >`(select coalesce(json_agg(${comments.tMs} order by ${comments.seq}), '[]') ${chatIn})`,
        staff: sql<
          boolean[]
        >`(select coalesce(json_agg(${comments.staff} order by ${comments.seq}), '[]') ${chatIn})`,
      })
      .from(recordings)
      // Without a second table drizzle writes columns bare, and the inner queries would compare them with themselves.
      .innerJoin(rooms, eq(rooms.id, recordings.roomId))
      .where(inArray(recordings.id, [...recordingIds]))
  )
}

import { and, arrayContains, eq, gte, inArray, isNull, like, lt, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { pairsOf } from '#shared/domain/likeness.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import {
  broadcasts,
  recordings,
  rooms,
  sentences,
  transcriptPairs,
  transcripts,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { containing } from './search.ts'

export interface SentenceSearch extends PageQuery {
  /** Two characters at least: transcripts are found by pairs. */
  readonly text: string
  readonly roomId?: string | undefined
  readonly region?: string | undefined
  /** In recordings begun from this instant up to, but without, the other. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

const newestFirst = [
  { column: recordings.startedAt, down: true },
  { column: recordings.id, down: true },
  { column: sentences.seq },
] as const

/**
 * Sentences of transcripts in use that contain the text as it is written (Latin letters in either case), newest recording
 * first. Chinese has no words to index: the pairs of neighbouring characters a transcript holds say where to look at all.
 */
export async function searchSentences(db: Db, scope: Scope, search: SentenceSearch) {
  const { roomId, region, from, to, limit, after } = search
  const text = search.text.toLowerCase()
  // What was filed without its pairs is looked through in any case.
  const likely = unionAll(
    db
      .select({ id: transcriptPairs.transcriptId })
      .from(transcriptPairs)
      .where(arrayContains(transcriptPairs.pairs, pairsOf(text))),
    db
      .select({ id: transcripts.id })
      .from(transcripts)
      .leftJoin(transcriptPairs, eq(transcriptPairs.transcriptId, transcripts.id))
      .where(isNull(transcriptPairs.transcriptId)),
  )
  const found = await db
    .select({
      broadcastId: broadcasts.id,
      recordingId: recordings.id,
      roomId: rooms.id,
      room: rooms.name,
      region: rooms.region,
      startedAt: recordings.startedAt,
      clock: recordings.clock,
      seq: sentences.seq,
      startMs: sentences.startMs,
      text: sentences.text,
    })
    .from(sentences)
    .innerJoin(recordings, eq(recordings.transcriptId, sentences.transcriptId))
    .innerJoin(broadcasts, eq(broadcasts.id, recordings.broadcastId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(
      and(
        inArray(recordings.transcriptId, likely),
        like(sql`lower(${sentences.text})`, containing(text)),
        within(rooms.region, scope),
        region ? within(rooms.region, { region }) : undefined,
        roomId ? eq(rooms.id, roomId) : undefined,
        from ? gte(recordings.startedAt, from) : undefined,
        to ? lt(recordings.startedAt, to) : undefined,
        afterCursor(newestFirst, after),
      ),
    )
    .orderBy(...orderOf(newestFirst))
    .limit(limit + 1)
  return pageOf(found, limit, (row) => [row.startedAt, row.recordingId, row.seq])
}

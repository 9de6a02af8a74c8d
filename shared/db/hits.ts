import { and, asc, eq, gte, isNull, lte } from 'drizzle-orm'
import type { Db } from './client.ts'
import { hits, recordings } from './schema/index.ts'

export type StoredHit = typeof hits.$inferSelect
export type NewHit = Omit<typeof hits.$inferInsert, 'recordingId' | 'seq' | 'flagId'>

/** Rows per statement: about twenty columns each, under PostgreSQL's 65,535 parameters. */
const batch = 1000

/** Replaces a recording's hits; their order is their number. */
export async function replaceHits(
  db: Db,
  recordingId: string,
  found: readonly NewHit[],
): Promise<void> {
  await db.delete(hits).where(eq(hits.recordingId, recordingId))
  const rows = found.map((hit, seq) => ({ ...hit, recordingId, seq }))
  for (let at = 0; at < rows.length; at += batch)
    await db.insert(hits).values(rows.slice(at, at + batch))
}

/** The hits a person should see, of all recordings of a broadcast, with the wall-clock start of their recording. */
export async function broadcastHits(db: Db, broadcastId: string) {
  return db
    .select({ hit: hits, recordingStartedAt: recordings.startedAt })
    .from(hits)
    .innerJoin(recordings, eq(recordings.id, hits.recordingId))
    .where(and(eq(recordings.broadcastId, broadcastId), isNull(hits.suppressed)))
    .orderBy(asc(recordings.startedAt), asc(recordings.id), asc(hits.seq))
}

/** Every place of a flag's phrase, in the order it was said. */
export async function hitsOfFlag(db: Db, flagId: string): Promise<StoredHit[]> {
  return db
    .select()
    .from(hits)
    .where(eq(hits.flagId, flagId))
    .orderBy(asc(hits.recordingId), asc(hits.startMs), asc(hits.seq))
}

/** What rules found in the speech of a recording between two moments and a person should see. */
export async function spokenHitsBetween(
  db: Db,
  recordingId: string,
  fromMs: number,
  toMs: number,
): Promise<StoredHit[]> {
  return db
    .select()
    .from(hits)
    .where(
      and(
        eq(hits.recordingId, recordingId),
        eq(hits.channel, 'speech'),
        isNull(hits.suppressed),
        gte(hits.endMs, fromMs),
        lte(hits.startMs, toMs),
      ),
    )
}

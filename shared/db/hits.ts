import { and, asc, eq, gte, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import type { Db } from './client.ts'
import { flags, hits, recordings } from './schema/index.ts'

export type StoredHit = typeof hits.$inferSelect
export type NewHit = Omit<
  typeof hits.$inferInsert,
  'recordingId' | 'seq' | 'flagId' | 'supersededBy'
>

/** Rows per statement: about twenty columns each, under PostgreSQL's 65,535 parameters. */
const batch = 1000

/**
 * Replaces a recording's hits by what `version` found; their order is their number. What a person's verdict rests on and
 * `version` no longer finds stays behind them as evidence, marked with the version that dropped it; so it does when another
 * transcript has other words there.
 */
export async function replaceHits(
  db: Db,
  recordingId: string,
  found: readonly NewHit[],
  version: string,
): Promise<void> {
  const judged = await db
    .select({ hit: hits })
    .from(hits)
    .innerJoin(flags, eq(flags.id, hits.flagId))
    .where(
      and(
        eq(hits.recordingId, recordingId),
        or(
          ne(flags.state, 'open'),
          sql`exists (select 1 from verdicts v where v.flag_id = ${flags.id})`,
          sql`exists (select 1 from second_looks l where l.flag_id = ${flags.id})`,
        ),
      ),
    )
    .orderBy(asc(hits.seq))
  const foundAgain = placesOf(found.filter(({ suppressed }) => !suppressed))
  const kept = judged
    .filter(({ hit }) => !foundAgain(hit))
    .map(({ hit }) => ({ ...hit, supersededBy: hit.supersededBy ?? version }))
  await db.delete(hits).where(eq(hits.recordingId, recordingId))
  const rows = [...found, ...kept].map((hit, seq) => ({ ...hit, recordingId, seq }))
  for (let at = 0; at < rows.length; at += batch)
    await db.insert(hits).values(rows.slice(at, at + batch))
}

/** Two engines put the same words no farther apart. */
const sameMomentMs = 2000

/**
 * Whether a hit is among these: the same flag's, at the same place of the same words. Words of another transcript are
 * never quite the same, so there the moment decides.
 */
function placesOf(found: readonly NewHit[]): (hit: NewHit) => boolean {
  const key = ({ category, phrase, audience, channel }: NewHit) =>
    JSON.stringify([category, phrase, audience, channel])
  const byKey = new Map<string, NewHit[]>()
  for (const hit of found) byKey.set(key(hit), [...(byKey.get(key(hit)) ?? []), hit])
  return (hit) =>
    (byKey.get(key(hit)) ?? []).some((other) =>
      hit.channel === 'speech' && (hit.transcriptId ?? null) !== (other.transcriptId ?? null)
        ? Math.abs(other.startMs - hit.startMs) <= sameMomentMs
        : other.quote === hit.quote &&
          other.quoteStart === hit.quoteStart &&
          other.startMs === hit.startMs,
    )
}

/** The hits a person should see, of all recordings of a broadcast, with the clock of their recording. */
export async function broadcastHits(db: Db, broadcastId: string) {
  return db
    .select({ hit: hits, startedAt: recordings.startedAt, clock: recordings.clock })
    .from(hits)
    .innerJoin(recordings, eq(recordings.id, hits.recordingId))
    .where(
      and(
        eq(recordings.broadcastId, broadcastId),
        isNull(hits.suppressed),
        isNull(hits.supersededBy),
      ),
    )
    .orderBy(asc(recordings.startedAt), asc(recordings.id), asc(hits.seq))
}

/** Every place of a flag's phrase, in the order it was said. */
export async function hitsOfFlag(
  db: Db,
  flagId: string,
): Promise<(StoredHit & { readonly saidAt: Date })[]> {
  const rows = await db
    .select({ hit: hits, startedAt: recordings.startedAt, clock: recordings.clock })
    .from(hits)
    .innerJoin(recordings, eq(recordings.id, hits.recordingId))
    .where(eq(hits.flagId, flagId))
    .orderBy(asc(recordings.startedAt), asc(recordings.id), asc(hits.startMs), asc(hits.seq))
  return rows.map(({ hit, ...clocked }) => ({ ...hit, saidAt: wallTimeOf(clocked, hit.startMs) }))
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
        isNull(hits.supersededBy),
        gte(hits.endMs, fromMs),
        lte(hits.startMs, toMs),
      ),
    )
}

/** What the version in force shows of one recording: neither suppressed nor kept for a verdict only. */
export async function liveHits(db: Db, recordingId: string): Promise<StoredHit[]> {
  return db
    .select()
    .from(hits)
    .where(
      and(eq(hits.recordingId, recordingId), isNull(hits.suppressed), isNull(hits.supersededBy)),
    )
    .orderBy(asc(hits.seq))
}

export async function getHit(
  db: Db,
  { recordingId, seq }: { readonly recordingId: string; readonly seq: number },
): Promise<StoredHit | undefined> {
  const [row] = await db
    .select()
    .from(hits)
    .where(and(eq(hits.recordingId, recordingId), eq(hits.seq, seq)))
  return row
}

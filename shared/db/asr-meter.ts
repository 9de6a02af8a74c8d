import { asc, sql } from 'drizzle-orm'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Db } from './client.ts'
import { asrMeter } from './schema/index.ts'
import type { Hearing, StoredPiece } from './transcript-pieces.ts'

type Counts = Partial<
  Pick<
    typeof asrMeter.$inferInsert,
    'recordings' | 'pieces' | 'failures' | 'audioMs' | 'speechMs' | 'engineMs' | 'cpuMs'
  >
>

/** Adds one piece to what its engine has heard on that day. */
export function meterPiece(db: Db, hearing: Hearing, piece: StoredPiece, now: Date) {
  return count(
    db,
    hearing,
    {
      pieces: 1,
      failures: piece.gap ? 1 : 0,
      audioMs: piece.endMs - piece.startMs,
      speechMs: piece.speechMs,
      engineMs: piece.tookMs,
      cpuMs: piece.cpuMs ?? 0,
    },
    now,
  )
}

/** Adds a recording heard to its end, or an attempt that failed. */
export function meterEnd(db: Db, hearing: Hearing, end: 'recordings' | 'failures', now: Date) {
  return count(db, hearing, { [end]: 1 }, now)
}

async function count(db: Db, hearing: Hearing, counts: Counts, now: Date): Promise<void> {
  const { engine, engineVersion } = hearing
  const set = Object.fromEntries(
    Object.entries(counts).map(([name, n]) => [
      name,
      sql`${asrMeter[name as keyof Counts]} + ${n}`,
    ]),
  )
  await db
    .insert(asrMeter)
    .values({ engine, engineVersion, day: dayOf(now.getTime()), ...counts })
    .onConflictDoUpdate({ target: [asrMeter.engine, asrMeter.engineVersion, asrMeter.day], set })
}

export type AsrMeter = Awaited<ReturnType<typeof asrMeters>>[number]

/** Per engine and model, over all days. */
export async function asrMeters(db: Db) {
  const total = (column: (typeof asrMeter)[keyof Counts]) => sql<number>`sum(${column})::float8`
  return db
    .select({
      engine: asrMeter.engine,
      engineVersion: asrMeter.engineVersion,
      since: sql<string>`min(${asrMeter.day})`,
      recordings: total(asrMeter.recordings),
      pieces: total(asrMeter.pieces),
      failures: total(asrMeter.failures),
      audioMs: total(asrMeter.audioMs),
      speechMs: total(asrMeter.speechMs),
      engineMs: total(asrMeter.engineMs),
      cpuMs: total(asrMeter.cpuMs),
    })
    .from(asrMeter)
    .groupBy(asrMeter.engine, asrMeter.engineVersion)
    .orderBy(asc(asrMeter.engine), asc(asrMeter.engineVersion))
}

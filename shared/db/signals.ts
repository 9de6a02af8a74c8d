import { and, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Signal, SignalKind } from '#shared/domain/signal.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import type { Db } from './client.ts'
import { recordings, rooms, signals } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** Rows per statement: fifteen columns each, under PostgreSQL's 65,535 parameters. */
const batch = 1000

/** Makes a recording's signals what its comments now say. One that is found again keeps its id. */
export async function replaceSignals(
  tx: Db,
  recordingId: string,
  found: readonly Signal[],
  now: Date,
): Promise<void> {
  // The same key twice in one statement is an error in PostgreSQL; the larger one stays.
  const byKey = new Map<string, Signal>()
  for (const one of found.toSorted((a, b) => a.count - b.count)) byKey.set(naturalKey(one), one)
  const known = await tx.select().from(signals).where(eq(signals.recordingId, recordingId))
  const gone = known.filter((row) => !byKey.has(naturalKey(row))).map(({ id }) => id)
  for (let at = 0; at < gone.length; at += batch)
    await tx.delete(signals).where(inArray(signals.id, gone.slice(at, at + batch)))
  const rows = [...byKey.values()].map((one) => ({ ...one, recordingId, createdAt: now }))
  for (let at = 0; at < rows.length; at += batch)
    await tx
      .insert(signals)
      .values(rows.slice(at, at + batch))
      .onConflictDoUpdate({
        target: [signals.recordingId, signals.kind, signals.key, signals.fromMs],
        set: newest,
      })
}

const naturalKey = ({ kind, key, fromMs }: Pick<Signal, 'kind' | 'key' | 'fromMs'>) =>
  JSON.stringify([kind, key, fromMs])

const foundAgain = (column: string) => sql.raw(`excluded.${column}`)
const newest = {
  topic: foundAgain('topic'),
  category: foundAgain('category'),
  toMs: foundAgain('to_ms'),
  count: foundAgain('count'),
  senders: foundAgain('senders'),
  score: foundAgain('score'),
  because: foundAgain('because'),
  samples: foundAgain('samples'),
  thresholds: foundAgain('thresholds'),
}

export interface SignalFilter {
  readonly kind?: SignalKind | undefined
  readonly roomId?: string | undefined
  readonly broadcastId?: string | undefined
  readonly recordingId?: string | undefined
  readonly limit: number
  readonly offset: number
}

function matching(scope: Scope, filter: SignalFilter): SQL | undefined {
  return and(
    within(rooms.region, scope),
    filter.kind ? eq(signals.kind, filter.kind) : undefined,
    filter.roomId ? eq(rooms.id, filter.roomId) : undefined,
    filter.broadcastId ? eq(recordings.broadcastId, filter.broadcastId) : undefined,
    filter.recordingId ? eq(recordings.id, filter.recordingId) : undefined,
  )
}

/** Signals for people, the newest broadcast first, in it the strongest; with the wall clock of their window. */
export async function listSignals(db: Db, scope: Scope, filter: SignalFilter) {
  const where = matching(scope, filter)
  const rows = await db
    .select({
      signal: signals,
      room: rooms.name,
      roomId: rooms.id,
      region: rooms.region,
      broadcastId: recordings.broadcastId,
      startedAt: recordings.startedAt,
      clock: recordings.clock,
    })
    .from(signals)
    .innerJoin(recordings, eq(recordings.id, signals.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(where)
    .orderBy(desc(recordings.startedAt), desc(signals.score), signals.fromMs, signals.id)
    .limit(filter.limit)
    .offset(filter.offset)
  const [total] = await db
    .select({ n: count() })
    .from(signals)
    .innerJoin(recordings, eq(recordings.id, signals.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(where)
  return {
    rows: rows.map(({ signal, startedAt, clock, ...room }) => ({
      ...signal,
      ...room,
      fromAt: wallTimeOf({ startedAt, clock }, signal.fromMs),
      toAt: wallTimeOf({ startedAt, clock }, signal.toMs),
    })),
    total: total?.n ?? 0,
  }
}

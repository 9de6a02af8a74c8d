import { and, asc, count, eq, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { CoverageKind } from '#shared/domain/coverage.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { broadcasts, comments, coverage, flags, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export interface BroadcastFilter extends PageQuery {
  readonly roomId?: string | undefined
  /** Begun from this instant up to, but without, the other. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

const columns = {
  id: broadcasts.id,
  roomId: broadcasts.roomId,
  room: rooms.name,
  region: rooms.region,
  title: broadcasts.title,
  startedAt: broadcasts.startedAt,
  endedAt: broadcasts.endedAt,
}

const newestFirst = [
  { column: broadcasts.startedAt, down: true },
  { column: broadcasts.id, down: true },
] as const

/** Broadcasts for these eyes, newest first, each with how much of it was recorded and heard and what was found. */
export async function listBroadcasts(db: Db, scope: Scope, filter: BroadcastFilter) {
  const { roomId, from, to, limit, after } = filter
  const where = and(
    within(rooms.region, scope),
    isNull(broadcasts.mergedInto),
    roomId ? eq(broadcasts.roomId, roomId) : undefined,
    from ? gte(broadcasts.startedAt, from) : undefined,
    to ? lt(broadcasts.startedAt, to) : undefined,
  )
  const joined = (selected: typeof columns) =>
    db.select(selected).from(broadcasts).innerJoin(rooms, eq(rooms.id, broadcasts.roomId))
  const [found, [total]] = await Promise.all([
    joined(columns)
      .where(and(where, afterCursor(newestFirst, after)))
      .orderBy(...orderOf(newestFirst))
      .limit(limit + 1),
    db
      .select({ n: count() })
      .from(broadcasts)
      .innerJoin(rooms, eq(rooms.id, broadcasts.roomId))
      .where(where),
  ])
  const { rows, next } = pageOf(found, limit, (row) => [row.startedAt, row.id])
  const ids = rows.map(({ id }) => id)
  const [covered, finds] = await Promise.all([coveredOf(db, ids), findsOf(db, ids)])
  return {
    next,
    total: total?.n ?? 0,
    rows: rows.map((row) => ({
      ...row,
      coveredMs: Object.fromEntries(
        covered.flatMap((c) => (c.id === row.id ? [[c.kind, c.ms] as const] : [])),
      ) as Partial<Record<CoverageKind, number>>,
      flags: finds.find(({ id }) => id === row.id)?.flags ?? 0,
      open: finds.find(({ id }) => id === row.id)?.open ?? 0,
      confirmed: finds.find(({ id }) => id === row.id)?.confirmed ?? 0,
    })),
  }
}

/** Sums over recordings; where two overlap, a moment counts twice, which a list can bear and the ledger does not do. */
async function coveredOf(db: Db, ids: readonly string[]) {
  return db
    .select({
      id: sql<string>`${recordings.broadcastId}`,
      kind: coverage.kind,
      ms: sql<number>`sum(${coverage.toMs} - ${coverage.fromMs})::float8`,
    })
    .from(coverage)
    .innerJoin(recordings, eq(recordings.id, coverage.recordingId))
    .where(
      and(
        inArray(recordings.broadcastId, [...ids]),
        isNull(coverage.gap),
        inArray(coverage.kind, ['recorded', 'transcribed', 'danmaku']),
      ),
    )
    .groupBy(recordings.broadcastId, coverage.kind)
}

async function findsOf(db: Db, ids: readonly string[]) {
  return db
    .select({
      id: flags.broadcastId,
      flags: count(),
      open: sql<number>`(count(*) filter (where ${flags.state} = 'open'))::int`,
      confirmed: sql<number>`(count(*) filter (where ${flags.state} = 'confirmed'))::int`,
    })
    .from(flags)
    .where(and(inArray(flags.broadcastId, [...ids]), isNull(flags.duplicateOf)))
    .groupBy(flags.broadcastId)
}

/** One broadcast with its recordings, or undefined when it is not there for these eyes. */
export async function broadcastFor(db: Db, scope: Scope, id: string) {
  const [broadcast] = await db
    .select(columns)
    .from(broadcasts)
    .innerJoin(rooms, eq(rooms.id, broadcasts.roomId))
    .where(and(eq(broadcasts.id, id), within(rooms.region, scope)))
  if (!broadcast) return undefined
  const pieces = await db
    .select({
      id: recordings.id,
      title: recordings.title,
      startedAt: recordings.startedAt,
      durationMs: sql<number>`${recordings.durationMs}`.mapWith(Number),
      clock: recordings.clock,
      transcriptId: recordings.transcriptId,
      /** Width by height of the picture, where there is one. */
      shape: sql<
        number | null
      >`(${recordings.media}->'video'->>'width')::float8 / nullif((${recordings.media}->'video'->>'height')::float8, 0)`,
    })
    .from(recordings)
    .where(and(eq(recordings.broadcastId, id), isNotNull(recordings.durationMs)))
    .orderBy(asc(recordings.startedAt), asc(recordings.id))
  return { broadcast, pieces }
}

/** How many comments of people there were in each minute of each recording; minutes without any are left out. */
export async function commentsPerMinute(db: Db, recordingIds: readonly string[]) {
  const minute = sql<number>`(${comments.tMs} / 60000)::int`
  return db
    .select({ recordingId: comments.recordingId, minute, n: count() })
    .from(comments)
    .where(
      and(
        inArray(comments.recordingId, [...recordingIds]),
        inArray(comments.kind, ['chat', 'super_chat']),
      ),
    )
    .groupBy(comments.recordingId, minute)
    .orderBy(comments.recordingId, minute)
}

/** Leads of one broadcast as marks on its time axis. */
export async function flagMarks(db: Db, broadcastId: string) {
  return db
    .select({
      id: flags.id,
      category: flags.category,
      phrase: flags.phrase,
      severity: flags.severity,
      state: flags.state,
      audience: flags.audience,
      saidAt: flags.saidAt,
    })
    .from(flags)
    .where(and(eq(flags.broadcastId, broadcastId), isNull(flags.duplicateOf)))
    .orderBy(asc(flags.saidAt))
}

import { and, count, countDistinct, eq, gte, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { addDays, type Day, dayStartMs } from '#shared/domain/calendar.ts'
import type { DailyFigures } from '#shared/domain/daily-report.ts'
import { InPool } from '#shared/domain/membership.ts'
import type { Db } from './client.ts'
import {
  broadcasts,
  coverage,
  flags,
  hits,
  memberships,
  recordings,
  removalProposals,
  rooms,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** What is counted: one Shanghai day within one scope. */
interface Window {
  readonly scope: Scope
  readonly from: Date
  readonly to: Date
}

export function dayWindow(day: Day, scope: Scope): Window {
  return {
    scope,
    from: new Date(dayStartMs(day)),
    to: new Date(dayStartMs(addDays(day, 1))),
  }
}

const n = count()

/** Minutes, one decimal, of a coverage kind; stretches of one recording do not overlap in the ledger. */
function minutesOf(db: Db, kind: string, where: SQL | undefined) {
  return db
    .select({ ms: sql<number>`coalesce(sum(${coverage.toMs} - ${coverage.fromMs}), 0)::float8` })
    .from(coverage)
    .innerJoin(recordings, eq(recordings.id, coverage.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(and(where, eq(coverage.kind, sql`${kind}`), sql`${coverage.gap} is null`))
    .then(([row]) => Math.round((row?.ms ?? 0) / 6000) / 10)
}

export async function coverageFigures(db: Db, w: Window): Promise<DailyFigures['coverage']> {
  const inScope = within(rooms.region, w.scope)
  const during = and(inScope, gte(recordings.startedAt, w.from), lt(recordings.startedAt, w.to))
  const [all] = await db.select({ n }).from(rooms).where(inScope)
  const [onAir] = await db
    .select({ n, rooms: countDistinct(broadcasts.roomId) })
    .from(broadcasts)
    .innerJoin(rooms, eq(rooms.id, broadcasts.roomId))
    .where(and(inScope, gte(broadcasts.startedAt, w.from), lt(broadcasts.startedAt, w.to)))
  const [files] = await db
    .select({
      n,
      refused: sql<number>`count(*) filter (where ${recordings.ingestState} = 'refused')::int`,
      waiting: sql<number>`count(*) filter (where ${recordings.transcriptState} in ('wanted', 'waiting'))::int`,
    })
    .from(recordings)
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(during)
  return {
    rooms: all?.n ?? 0,
    roomsOnAir: onAir?.rooms ?? 0,
    broadcasts: onAir?.n ?? 0,
    recordings: files?.n ?? 0,
    refused: files?.refused ?? 0,
    waitingForTranscriber: files?.waiting ?? 0,
    recordedMin: await minutesOf(db, 'recorded', during),
    audibleMin: await minutesOf(db, 'audible', during),
    transcribedMin: await minutesOf(db, 'transcribed', during),
    danmakuMin: await minutesOf(db, 'danmaku', during),
  }
}

export async function findingFigures(db: Db, w: Window): Promise<DailyFigures['findings']> {
  const said = and(
    within(rooms.region, w.scope),
    gte(flags.saidAt, w.from),
    lt(flags.saidAt, w.to),
    sql`${flags.hitCount} > 0`,
  )
  const host = and(said, eq(flags.audience, false))
  const inRooms = () => eq(rooms.id, flags.roomId)
  const [totals] = await db
    .select({ n, hits: sql<number>`coalesce(sum(${flags.hitCount}), 0)::int` })
    .from(flags)
    .innerJoin(rooms, inRooms())
    .where(host)
  const [audience] = await db
    .select({ n })
    .from(flags)
    .innerJoin(rooms, inRooms())
    .where(and(said, eq(flags.audience, true)))
  const [suppressed] = await db
    .select({ n })
    .from(hits)
    .innerJoin(recordings, eq(recordings.id, hits.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(
      and(
        within(rooms.region, w.scope),
        gte(recordings.startedAt, w.from),
        lt(recordings.startedAt, w.to),
        isNotNull(hits.suppressed),
      ),
    )
  const grouped = <K extends typeof flags.category | typeof flags.state | typeof rooms.region>(
    key: K,
  ) =>
    db
      .select({ key, flags: n })
      .from(flags)
      .innerJoin(rooms, inRooms())
      .where(host)
      .groupBy(key)
      .orderBy(sql`2 desc`, key)
  const byRoom = await db
    .select({
      key: rooms.id,
      name: rooms.name,
      flags: n,
      confirmed: sql<number>`count(*) filter (where ${flags.state} = 'confirmed')::int`,
    })
    .from(flags)
    .innerJoin(rooms, inRooms())
    .where(host)
    .groupBy(rooms.id)
    .orderBy(sql`3 desc`, rooms.name)
  return {
    flags: totals?.n ?? 0,
    hits: totals?.hits ?? 0,
    suppressedHits: suppressed?.n ?? 0,
    audienceSignals: audience?.n ?? 0,
    byCategory: await grouped(flags.category),
    byState: (await grouped(flags.state)) as DailyFigures['findings']['byState'],
    byRegion: await grouped(rooms.region),
    byRoom,
  }
}

export async function poolFigures(db: Db, w: Window): Promise<DailyFigures['pool']> {
  const inPool = and(
    within(rooms.region, w.scope),
    sql`${memberships.state} in ${[...InPool.options, 'removal_proposed', 'statement']}`,
  )
  const colours = await db
    .select({ key: memberships.colour, rooms: n })
    .from(memberships)
    .innerJoin(rooms, eq(rooms.id, memberships.roomId))
    .where(inPool)
    .groupBy(memberships.colour)
  const day = (column: typeof removalProposals.createdAt | typeof removalProposals.withdrawnAt) =>
    sql<number>`count(*) filter (where ${column} >= ${w.from.toISOString()}::timestamptz and ${column} < ${w.to.toISOString()}::timestamptz)::int`
  const [proposals] = await db
    .select({
      drafted: day(removalProposals.createdAt),
      withdrawn: day(removalProposals.withdrawnAt),
      open: sql<number>`count(*) filter (where ${removalProposals.state} = 'drafted')::int`,
    })
    .from(removalProposals)
    .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
    .where(within(rooms.region, w.scope))
  return {
    inPool: colours.reduce((sum, { rooms: k }) => sum + k, 0),
    byColour: colours.map(({ key, rooms: k }) => ({ key, rooms: k })),
    proposalsDrafted: proposals?.drafted ?? 0,
    proposalsWithdrawn: proposals?.withdrawn ?? 0,
    proposalsOpen: proposals?.open ?? 0,
  }
}

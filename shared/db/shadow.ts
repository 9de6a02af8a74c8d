import { and, asc, count, desc, eq, gte, isNotNull, isNull, or, sql, sum } from 'drizzle-orm'
import type { Db } from './client.ts'
import { recordings, rooms, shadowHits, shadowRuns } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type NewShadowHit = Omit<typeof shadowHits.$inferInsert, 'version' | 'recordingId' | 'seq'>

export interface ShadowRun {
  readonly version: string
  readonly recordingId: string
  /** Version and transcript it was compared with. */
  readonly against: string
  readonly same: number
  readonly differing: readonly NewShadowHit[]
}

/** Rows per statement: seventeen columns each, under PostgreSQL's 65,535 parameters. */
const batch = 1000

/** Replaces what the shadow said of a recording. Never touches hits or flags. */
export async function saveShadowRun(db: Db, run: ShadowRun, at: Date): Promise<void> {
  const { version, recordingId, against, same, differing } = run
  const key = { version, recordingId }
  const lost = differing.filter(({ differs }) => differs === 'lost').length
  await db.transaction(async (tx) => {
    const figures = { against, same, found: differing.length - lost, lost, at }
    await tx
      .insert(shadowRuns)
      .values({ ...key, ...figures })
      .onConflictDoUpdate({ target: [shadowRuns.version, shadowRuns.recordingId], set: figures })
    await tx
      .delete(shadowHits)
      .where(and(eq(shadowHits.version, version), eq(shadowHits.recordingId, recordingId)))
    const rows = differing.map((hit, seq) => ({ ...hit, ...key, seq }))
    for (let from = 0; from < rows.length; from += batch)
      await tx.insert(shadowHits).values(rows.slice(from, from + batch))
  })
}

/** Whether the shadow has been compared with what now stands of a recording. */
export async function hasShadowRun(
  db: Db,
  version: string,
  recordingId: string,
  against: string,
): Promise<boolean> {
  const [row] = await db
    .select({ against: shadowRuns.against })
    .from(shadowRuns)
    .where(and(eq(shadowRuns.version, version), eq(shadowRuns.recordingId, recordingId)))
  return row?.against === against
}

/** Judged recordings since `from` that the shadow has not been compared with. */
export async function pendingShadow(db: Db, version: string, from: Date, limit: number) {
  return db
    .select({ recordingId: recordings.id })
    .from(recordings)
    .leftJoin(
      shadowRuns,
      and(eq(shadowRuns.recordingId, recordings.id), eq(shadowRuns.version, version)),
    )
    .where(
      and(
        isNotNull(recordings.detectedKey),
        isNull(recordings.failedStage),
        gte(recordings.startedAt, from),
        or(isNull(shadowRuns.against), sql`${shadowRuns.against} <> ${recordings.detectedKey}`),
      ),
    )
    .orderBy(asc(recordings.createdAt))
    .limit(limit)
}

export interface ShadowFilter {
  readonly category?: string | undefined
  readonly differs?: 'new' | 'lost' | undefined
  readonly limit: number
  readonly offset: number
}

/** How a version in shadow differs from the one in force, in sums and place by place; for the lexicon's owner. */
export async function shadowReport(db: Db, scope: Scope, version: string, filter: ShadowFilter) {
  const mine = and(eq(shadowHits.version, version), within(rooms.region, scope))
  const [totals] = await db
    .select({
      recordings: count(),
      same: sum(shadowRuns.same),
      found: sum(shadowRuns.found),
      lost: sum(shadowRuns.lost),
    })
    .from(shadowRuns)
    .innerJoin(recordings, eq(recordings.id, shadowRuns.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(and(eq(shadowRuns.version, version), within(rooms.region, scope)))
  const byCategory = await db
    .select({ category: shadowHits.category, differs: shadowHits.differs, n: count() })
    .from(shadowHits)
    .innerJoin(recordings, eq(recordings.id, shadowHits.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(mine)
    .groupBy(shadowHits.category, shadowHits.differs)
    .orderBy(desc(count()), asc(shadowHits.category), asc(shadowHits.differs))
  const rows = await db
    .select({
      hit: shadowHits,
      room: rooms.name,
      startedAt: recordings.startedAt,
      clock: recordings.clock,
    })
    .from(shadowHits)
    .innerJoin(recordings, eq(recordings.id, shadowHits.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(
      and(
        mine,
        filter.category ? eq(shadowHits.category, filter.category) : undefined,
        filter.differs ? eq(shadowHits.differs, filter.differs) : undefined,
      ),
    )
    .orderBy(desc(recordings.startedAt), asc(shadowHits.recordingId), asc(shadowHits.seq))
    .limit(filter.limit)
    .offset(filter.offset)
  return {
    version,
    recordings: totals?.recordings ?? 0,
    same: Number(totals?.same ?? 0),
    found: Number(totals?.found ?? 0),
    lost: Number(totals?.lost ?? 0),
    byCategory,
    rows: rows.map(({ hit, ...where }) => ({ ...hit, ...where })),
  }
}

import { and, asc, count, desc, eq, gte, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { BacktestTally } from '#shared/domain/backtest.ts'
import type { Db } from './client.ts'
import { backtestParts, backtests, broadcasts, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Backtest = typeof backtests.$inferSelect

/** Rows per statement, three columns each. */
const batch = 1000

/**
 * Files a backtest of the broadcasts that began within its time, `perPart` of them to a part, in the order in which
 * they began. What is filed later is not taken in.
 */
export async function addBacktest(
  db: Db,
  scope: Scope,
  plan: Omit<typeof backtests.$inferInsert, 'id' | 'finishedAt' | 'region'>,
  perPart: number,
): Promise<Backtest> {
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(backtests)
      .values({ ...plan, region: scope.region })
      .returning()
    if (!made) throw new Error('backtest not made')
    const ids = await tx
      .select({ id: broadcasts.id })
      .from(broadcasts)
      .innerJoin(rooms, eq(rooms.id, broadcasts.roomId))
      .where(
        and(
          within(rooms.region, scope),
          gte(broadcasts.startedAt, plan.fromAt),
          lt(broadcasts.startedAt, plan.toAt),
        ),
      )
      .orderBy(asc(broadcasts.startedAt), asc(broadcasts.id))
    const parts: (typeof backtestParts.$inferInsert)[] = []
    for (let at = 0; at < ids.length; at += perPart)
      parts.push({
        backtestId: made.id,
        no: parts.length,
        broadcastIds: ids.slice(at, at + perPart).map(({ id }) => id),
      })
    for (let at = 0; at < parts.length; at += batch)
      await tx.insert(backtestParts).values(parts.slice(at, at + batch))
    return made
  })
}

export async function getBacktest(db: Db, scope: Scope, id: string): Promise<Backtest | undefined> {
  const [row] = await db
    .select()
    .from(backtests)
    .where(and(eq(backtests.id, id), within(backtests.region, scope)))
  return row
}

/** The newest backtest of a stored draft in a scope. */
export async function latestBacktest(
  db: Db,
  scope: Scope,
  draft: string,
): Promise<Backtest | undefined> {
  const [row] = await db
    .select()
    .from(backtests)
    .where(and(eq(backtests.draft, draft), within(backtests.region, scope)))
    .orderBy(desc(backtests.createdAt), desc(backtests.id))
    .limit(1)
  return row
}

/** Parts still to be done, in their order. */
export async function openParts(db: Db, backtestId: string) {
  return db
    .select({ no: backtestParts.no, broadcastIds: backtestParts.broadcastIds })
    .from(backtestParts)
    .where(and(eq(backtestParts.backtestId, backtestId), isNull(backtestParts.tally)))
    .orderBy(asc(backtestParts.no))
}

export async function countParts(db: Db, backtestId: string) {
  const [row] = await db
    .select({ all: count(), done: sql<number>`count(${backtestParts.tally})::int` })
    .from(backtestParts)
    .where(eq(backtestParts.backtestId, backtestId))
  return row ?? { all: 0, done: 0 }
}

/** Keeps what a part came to. Twice is once. */
export async function finishPart(
  db: Db,
  backtestId: string,
  no: number,
  tally: BacktestTally,
): Promise<void> {
  await db
    .update(backtestParts)
    .set({ tally })
    .where(and(eq(backtestParts.backtestId, backtestId), eq(backtestParts.no, no)))
}

export async function finishBacktest(db: Db, id: string, now: Date): Promise<void> {
  await db
    .update(backtests)
    .set({ finishedAt: now })
    .where(and(eq(backtests.id, id), isNull(backtests.finishedAt)))
}

/** What the done parts came to, in their order. */
export async function talliesOf(db: Db, backtestId: string): Promise<BacktestTally[]> {
  const rows = await db
    .select({ tally: backtestParts.tally })
    .from(backtestParts)
    .where(and(eq(backtestParts.backtestId, backtestId), isNotNull(backtestParts.tally)))
    .orderBy(asc(backtestParts.no))
  return rows.flatMap(({ tally }) => tally ?? [])
}

import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Day } from '#shared/domain/calendar.ts'
import type { DailyFigures } from '#shared/domain/daily-report.ts'
import type { Db } from './client.ts'
import { broadcasts, dailyReports } from './schema/index.ts'

/** The newest version of a day's report for exactly this region, or undefined. */
export async function latestReport(db: Db, day: Day, region: string) {
  const [row] = await db
    .select()
    .from(dailyReports)
    .where(and(eq(dailyReports.day, day), eq(dailyReports.region, region)))
    .orderBy(desc(dailyReports.version))
    .limit(1)
  return row
}

/** Files the figures as the next version, unless the newest one says the same. Two builders at once make one. */
export async function saveReport(db: Db, figures: DailyFigures, now: Date) {
  const { day, region } = figures
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`report ${day} ${region}`}))`)
    const last = await latestReport(tx, day, region)
    if (last && sameFigures(last.figures, figures)) return last
    const [row] = await tx
      .insert(dailyReports)
      .values({ day, region, version: (last?.version ?? 0) + 1, figures, builtAt: now })
      .returning()
    if (!row) throw new Error('report not made')
    return row
  })
}

/** JSON columns do not keep the order of keys, and the time of building is no figure. */
function sameFigures(a: DailyFigures, b: DailyFigures): boolean {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .filter(([key]) => key !== 'builtAt')
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)])
        : value
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** Days before `today` with broadcasts but without a report of this region, newest first. */
export async function daysWithoutReport(db: Db, region: string, today: Day, limit: number) {
  const day = sql<string>`to_char(${broadcasts.startedAt} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`
  return db
    .selectDistinct({ day })
    .from(broadcasts)
    .leftJoin(
      dailyReports,
      and(sql`${dailyReports.day} = ${day}::date`, eq(dailyReports.region, region)),
    )
    .where(and(lt(day, today), sql`${dailyReports.id} is null`))
    .orderBy(desc(day))
    .limit(limit)
}

import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import {
  type Difference,
  differencesOf,
  type ReportAnnex,
  type ReportFigures,
  sameReport,
} from '#shared/domain/daily-report.ts'
import { type PeriodKind, periodOf } from '#shared/domain/report-period.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { broadcasts, dailyReports, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Report = typeof dailyReports.$inferSelect

export interface ReportKey {
  readonly period: PeriodKind
  readonly day: Day
  readonly region: string
}

const isKey = ({ period, day, region }: ReportKey) =>
  and(eq(dailyReports.period, period), eq(dailyReports.day, day), eq(dailyReports.region, region))

/** The newest version of a report, or the one asked for, or undefined. */
export async function findReport(
  db: Db,
  key: ReportKey,
  version?: number,
): Promise<Report | undefined> {
  const [row] = await db
    .select()
    .from(dailyReports)
    .where(and(isKey(key), version === undefined ? undefined : eq(dailyReports.version, version)))
    .orderBy(desc(dailyReports.version))
    .limit(1)
  return row
}

export async function reportById(db: Db, id: string): Promise<Report | undefined> {
  const [row] = await db.select().from(dailyReports).where(eq(dailyReports.id, id))
  return row
}

/** Everything about reports but their figures and annexes, newest first; those of regions these eyes may see. */
export async function listReports(db: Db, scope: Scope, limit: number) {
  const { figures: _, annex: __, ...rest } = dailyReports
  return db
    .select({
      id: rest.id,
      period: rest.period,
      day: rest.day,
      region: rest.region,
      version: rest.version,
      state: rest.state,
      correction: rest.correction,
      builtAt: rest.builtAt,
      reviewedBy: rest.reviewedBy,
      reviewedAt: rest.reviewedAt,
      signedBy: rest.signedBy,
      signedAt: rest.signedAt,
    })
    .from(dailyReports)
    .where(within(dailyReports.region, scope))
    .orderBy(desc(dailyReports.day), dailyReports.region, desc(dailyReports.version))
    .limit(limit)
}

/** Waits for whoever else builds this report; held until the transaction ends. */
export async function lockReport(tx: Db, { period, day, region }: ReportKey): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext(${`report ${period} ${day} ${region}`}))`,
  )
}

export interface Counted {
  readonly figures: ReportFigures
  readonly annex: ReportAnnex
}

/**
 * Files a count inside the caller's transaction, under the report's lock: the first version, or a draft again in place.
 * A version that a person has reviewed or signed is left as it is; `correction` makes the next one, with what differs.
 */
export async function fileReport(
  tx: Db,
  key: ReportKey,
  { figures, annex }: Counted,
  options: { readonly now: Date; readonly correction?: string | undefined },
): Promise<Report> {
  const last = await findReport(tx, key)
  if (last && last.state !== 'draft' && options.correction === undefined) return last
  const builtAt = new Date(figures.builtAt)
  if (last?.state === 'draft') {
    // Somebody counted later and was filed first; a draft from the future is a clock that was wrong.
    if (last.builtAt > builtAt && last.builtAt <= options.now) return last
    if (sameReport({ figures: last.figures, annex: last.annex }, { figures, annex })) return last
    const before = last.version > 1 ? await findReport(tx, key, last.version - 1) : undefined
    const differences = before ? differencesOf(before, { figures, annex }) : null
    const [row] = await tx
      .update(dailyReports)
      .set({ figures, annex, differences, builtAt })
      .where(and(eq(dailyReports.id, last.id), eq(dailyReports.state, 'draft')))
      .returning()
    if (!row) throw changedMeanwhile()
    return row
  }
  const differences: Difference[] | null = last ? differencesOf(last, { figures, annex }) : null
  const [row] = await tx
    .insert(dailyReports)
    .values({
      ...key,
      version: (last?.version ?? 0) + 1,
      state: 'draft',
      figures,
      annex,
      correction: last ? (options.correction ?? null) : null,
      differences,
      builtAt,
    })
    .returning()
  if (!row) throw new Error('report not made')
  return row
}

/** A person's step, on the version they saw and no other; throws `conflict` when it has moved on. */
export async function stepReport(
  tx: Db,
  seen: Pick<Report, 'id' | 'state' | 'builtAt'>,
  change: Partial<Pick<Report, 'state' | 'reviewedBy' | 'reviewedAt' | 'signedBy' | 'signedAt'>>,
): Promise<Report> {
  const [row] = await tx
    .update(dailyReports)
    .set(change)
    .where(
      and(
        eq(dailyReports.id, seen.id),
        eq(dailyReports.state, seen.state),
        eq(dailyReports.builtAt, seen.builtAt),
      ),
    )
    .returning()
  if (!row) throw changedMeanwhile()
  return row
}

const changedMeanwhile = () => new AppError('conflict', '报告刚有变动，请刷新后再看。')

/** The first Shanghai day with anything on air or recorded in these regions, or null. */
export async function firstReportDay(db: Db, region: string): Promise<Day | null> {
  const earliest = (column: SQL) => sql<string | null>`min(${column})`
  const [a] = await db
    .select({ at: earliest(sql`${broadcasts.startedAt}`) })
    .from(broadcasts)
    .innerJoin(rooms, eq(rooms.id, broadcasts.roomId))
    .where(within(rooms.region, { region }))
  const [b] = await db
    .select({ at: earliest(sql`${recordings.startedAt}`) })
    .from(recordings)
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(within(rooms.region, { region }))
  const times = [a?.at, b?.at].flatMap((at) => (at ? [new Date(at).getTime()] : []))
  return times.length > 0 ? dayOf(Math.min(...times)) : null
}

/** Regions that have rooms: the others have nothing to report. */
export async function roomRegions(db: Db): Promise<string[]> {
  const found = await db.selectDistinct({ region: rooms.region }).from(rooms)
  return found.map(({ region }) => region)
}

/**
 * Which of these reports are still to be made: none is filed, or the newest is a draft that was counted before `due`
 * (part of a day) or in the future (a clock that was wrong).
 */
export async function unfiledReports(
  db: Db,
  keys: readonly (ReportKey & { readonly due: Date })[],
  now: Date,
): Promise<ReportKey[]> {
  if (keys.length === 0) return []
  const days = [...new Set(keys.map(({ day }) => day))]
  const filed = await db
    .selectDistinctOn([dailyReports.period, dailyReports.day, dailyReports.region], {
      period: dailyReports.period,
      day: dailyReports.day,
      region: dailyReports.region,
      state: dailyReports.state,
      builtAt: dailyReports.builtAt,
    })
    .from(dailyReports)
    .where(inArray(dailyReports.day, days))
    .orderBy(dailyReports.period, dailyReports.day, dailyReports.region, desc(dailyReports.version))
  const nameOf = ({ period, day, region }: ReportKey) => `${period} ${day} ${region}`
  const known = new Map(filed.map((row) => [nameOf(row), row]))
  return keys.flatMap(({ due, ...key }) => {
    const row = known.get(nameOf(key))
    const stands = row && (row.state !== 'draft' || (row.builtAt >= due && row.builtAt <= now))
    return stands ? [] : [key]
  })
}

/**
 * Signed reports on which a verdict was changed after they were counted: each needs its next version. A lead that was
 * still open then and was decided later is no correction; its next report says so.
 */
export async function correctedReports(
  db: Db,
  signedBefore: Date,
  limit: number,
): Promise<ReportKey[]> {
  const found = await db
    .select({ period: dailyReports.period, day: dailyReports.day, region: dailyReports.region })
    .from(dailyReports)
    .where(
      and(
        eq(dailyReports.state, 'signed'),
        sql`${dailyReports.signedAt} <= ${signedBefore.toISOString()}::timestamptz`,
        sql`not exists (select 1 from ${dailyReports} later where later.period = ${dailyReports.period}
          and later.day = ${dailyReports.day} and later.region = ${dailyReports.region} and later.version > ${dailyReports.version})`,
        sql`exists (select 1 from jsonb_array_elements(${dailyReports.annex} -> 'flags') f
          join flags on flags.id = (f ->> 'id')::uuid
          where f ->> 'state' <> 'open' and f ->> 'state' <> flags.state)`,
      ),
    )
    .orderBy(desc(dailyReports.day))
    .limit(limit)
  return found.map((row) => ({ ...row, day: periodOf(row.period, row.day).from }))
}

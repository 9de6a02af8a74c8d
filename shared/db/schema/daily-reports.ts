import { date, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import type { Difference, ReportAnnex, ReportFigures } from '#shared/domain/daily-report.ts'
import type { StoredReportState } from '#shared/domain/report-life.ts'
import type { PeriodKind } from '#shared/domain/report-period.ts'
import { id, instant } from './columns.ts'

/**
 * 日报 (周报, 月报): the figures of one period (Asia/Shanghai) and region. A draft is counted again in place; once signed
 * a version never changes, and a correction is the next one with what differs. Both stay.
 */
export const dailyReports = pgTable(
  'daily_reports',
  {
    id: id(),
    period: text('period').$type<PeriodKind>().notNull(),
    /** The period's first day. */
    day: date('day', { mode: 'string' }).notNull(),
    region: text('region').notNull(),
    version: integer('version').notNull(),
    state: text('state').$type<StoredReportState>().notNull(),
    figures: jsonb('figures').$type<ReportFigures>().notNull(),
    /** The lists as they were: a signed annex must not move with later rows. */
    annex: jsonb('annex').$type<ReportAnnex>().notNull(),
    /** Why there is another version after a signed one, and what differs from that one. */
    correction: text('correction'),
    differences: jsonb('differences').$type<readonly Difference[]>(),
    builtAt: instant('built_at').notNull(),
    reviewedBy: text('reviewed_by'),
    reviewedAt: instant('reviewed_at'),
    signedBy: text('signed_by'),
    signedAt: instant('signed_at'),
  },
  (t) => [unique('daily_reports_version_key').on(t.period, t.day, t.region, t.version)],
)

import { date, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import type { DailyFigures } from '#shared/domain/daily-report.ts'
import { id, instant } from './columns.ts'

/** 日报: the figures of one day (Asia/Shanghai) and region; a later, different count is a new version, both stay. */
export const dailyReports = pgTable(
  'daily_reports',
  {
    id: id(),
    day: date('day', { mode: 'string' }).notNull(),
    region: text('region').notNull(),
    version: integer('version').notNull(),
    figures: jsonb('figures').$type<DailyFigures>().notNull(),
    builtAt: instant('built_at').notNull(),
  },
  (t) => [unique('daily_reports_version_key').on(t.day, t.region, t.version)],
)

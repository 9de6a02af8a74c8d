import { date, doublePrecision, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'

/** 申报批次 of a city: its days, the sheet it is scored by, and how many may be listed (null: no limit). */
export const applicationBatches = pgTable(
  'application_batches',
  {
    id: id(),
    region: text('region').notNull(),
    name: text('name').notNull(),
    sheetVersion: text('sheet_version').notNull(),
    opensOn: date('opens_on', { mode: 'string' }).notNull(),
    closesOn: date('closes_on', { mode: 'string' }).notNull(),
    places: integer('places'),
    /** Points by which scorers may differ on an item before the chief must settle it. */
    tolerance: doublePrecision('tolerance').notNull().default(0),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [unique('application_batches_name_key').on(t.region, t.name)],
)

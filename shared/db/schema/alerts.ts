import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { AlertKind } from '#shared/domain/alert.ts'
import { id, instant } from './columns.ts'

/** 提醒: something that cannot wait for the next look at a list. One row for one cause while it lasts. */
export const alerts = pgTable(
  'alerts',
  {
    id: id(),
    kind: text('kind').$type<AlertKind>().notNull(),
    /** What it is about, within its kind. */
    key: text('key').notNull(),
    region: text('region').notNull(),
    title: text('title').notNull(),
    detail: text('detail').notNull(),
    /** Where in the console it is dealt with. */
    path: text('path').notNull(),
    openedAt: instant('opened_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (t) => [
    uniqueIndex('alerts_open_key').on(t.kind, t.key).where(sql`closed_at is null`),
    index('alerts_opened').on(t.openedAt),
  ],
)

import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { flags } from './flags.ts'

/** When a person first had a flag open before them. */
export const flagOpenings = pgTable(
  'flag_openings',
  {
    flagId: uuid('flag_id')
      .notNull()
      .references(() => flags.id, { onDelete: 'cascade' }),
    by: text('by').notNull(),
    /** When the house heard of it. */
    at: instant('at').notNull(),
    /** When it was, as the person's browser says it, where no network could carry it at once. */
    saidAt: instant('said_at'),
  },
  (t) => [primaryKey({ columns: [t.flagId, t.by] })],
)

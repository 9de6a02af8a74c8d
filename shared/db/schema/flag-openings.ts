import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { flags } from './flags.ts'

/** When a person first had a flag open before them, by the house's clock. */
export const flagOpenings = pgTable(
  'flag_openings',
  {
    flagId: uuid('flag_id')
      .notNull()
      .references(() => flags.id, { onDelete: 'cascade' }),
    by: text('by').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.flagId, t.by] })],
)

import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { big } from './columns.ts'

/** What was asked of the language model on one day (Asia/Shanghai): the daily budget survives a restart here. */
export const adjudicationDays = pgTable('adjudication_days', {
  day: text('day').primaryKey(),
  calls: integer('calls').notNull(),
  tokens: big('tokens').notNull(),
})

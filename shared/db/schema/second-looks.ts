import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Verdict } from '#shared/domain/verdict.ts'
import { instant } from './columns.ts'
import { verdicts } from './verdicts.ts'

/** 盲审: what another person, who did not know the first decision, says of the same flag. Moves no state; one each. */
export const secondLooks = pgTable('second_looks', {
  verdictId: uuid('verdict_id')
    .primaryKey()
    .references(() => verdicts.id),
  verdict: text('verdict').$type<Verdict>().notNull(),
  reason: text('reason').notNull(),
  by: text('by').notNull(),
  at: instant('at').notNull(),
})

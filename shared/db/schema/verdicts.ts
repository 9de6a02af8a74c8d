import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { VerdictEntry } from '#shared/domain/verdict.ts'
import { instant } from './columns.ts'
import { flags } from './flags.ts'

/**
 * 判定: append-only. Two people acting on the same line collide on (flag, supersedes); a repeated request collides on
 * its own id. The first line of a flag has nothing to supersede, so that key treats nulls as equal.
 */
export const verdicts = pgTable(
  'verdicts',
  {
    id: uuid('id').primaryKey(),
    flagId: uuid('flag_id')
      .notNull()
      .references(() => flags.id),
    verdict: text('verdict').$type<VerdictEntry['verdict']>().notNull(),
    reason: text('reason').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull(),
    effectiveAt: instant('effective_at').notNull(),
    batch: text('batch'),
    supersedes: uuid('supersedes'),
  },
  (t) => [
    unique('verdicts_chain_key').on(t.flagId, t.supersedes).nullsNotDistinct(),
    index('verdicts_effective').on(t.effectiveAt),
  ],
)

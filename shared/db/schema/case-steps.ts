import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/**
 * Changes of state that cases know (`shared/domain/case-steps.ts`), by the table the case stands in: a trigger refuses
 * any other. A test compares both; a new step is a migration.
 */
export const caseSteps = pgTable(
  'case_steps',
  {
    caseTable: text('case_table').notNull(),
    fromState: text('from_state').notNull(),
    toState: text('to_state').notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseTable, t.fromState, t.toState] })],
)

import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { applications } from './applications.ts'
import { id, instant } from './columns.ts'

/** 公示异议: what somebody holds against a listing, and what the check found. */
export const objections = pgTable(
  'objections',
  {
    id: id(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id),
    raisedBy: text('raised_by').notNull(),
    contact: text('contact').notNull().default(''),
    text: text('text').notNull(),
    at: instant('at').notNull(),
    enteredBy: text('entered_by').notNull(),
    dueAt: instant('due_at'),
    dueUnknown: text('due_unknown'),
    outcome: text('outcome').$type<'dismissed' | 'upheld'>(),
    reason: text('reason').notNull().default(''),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (t) => [index('objections_of').on(t.applicationId)],
)

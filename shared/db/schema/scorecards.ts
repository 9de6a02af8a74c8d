import { sql } from 'drizzle-orm'
import {
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Outcome, Scorecard } from '#shared/domain/scorecard.ts'
import { applications } from './applications.ts'
import { id, instant } from './columns.ts'

/** 赋分表: one of each scorer, blind to each other until all are in, and the chief's final one. */
export const scorecards = pgTable(
  'scorecards',
  {
    id: id(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id),
    scorer: text('scorer').notNull(),
    kind: text('kind').$type<'scorer' | 'final'>().notNull(),
    state: text('state').$type<'assigned' | 'submitted'>().notNull().default('assigned'),
    card: jsonb('card').$type<Scorecard>(),
    total: doublePrecision('total'),
    outcome: text('outcome').$type<Outcome>(),
    assignedBy: text('assigned_by').notNull(),
    assignedAt: instant('assigned_at').notNull(),
    submittedAt: instant('submitted_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('scorecards_scorer_key').on(t.applicationId, t.scorer, t.kind),
    uniqueIndex('scorecards_one_final').on(t.applicationId).where(sql`${t.kind} = 'final'`),
  ],
)

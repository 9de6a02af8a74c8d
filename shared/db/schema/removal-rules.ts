import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** Pairs of stages that one person may not sign in the same case (`removalStages`); `verdict` is deciding one of its flags. */
export const removalApart = pgTable(
  'removal_apart',
  { stage: text('stage').notNull(), other: text('other').notNull() },
  (t) => [primaryKey({ columns: [t.stage, t.other] })],
)

/** Which stage waits after a signature; `''` before the first one, `done` and `kept` are ends. */
export const removalSteps = pgTable(
  'removal_steps',
  {
    stage: text('stage').notNull(),
    outcome: text('outcome').notNull(),
    next: text('next').notNull(),
  },
  (t) => [primaryKey({ columns: [t.stage, t.outcome] })],
)

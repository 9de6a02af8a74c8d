import {
  boolean,
  date,
  doublePrecision,
  index,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { streamers } from './streamers.ts'

/** 合规培训: one session held in a region. */
export const trainings = pgTable(
  'trainings',
  {
    id: id(),
    region: text('region').notNull(),
    title: text('title').notNull(),
    heldOn: date('held_on', { mode: 'string' }).notNull(),
    hours: doublePrecision('hours').notNull(),
    place: text('place').notNull().default(''),
    host: text('host').notNull().default(''),
    note: text('note').notNull().default(''),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('trainings_region').on(t.region, t.heldOn)],
)

/** Who was there, for how many hours, and what the test said. */
export const attendances = pgTable(
  'attendances',
  {
    trainingId: uuid('training_id')
      .notNull()
      .references(() => trainings.id, { onDelete: 'cascade' }),
    streamerId: uuid('streamer_id')
      .notNull()
      .references(() => streamers.id, { onDelete: 'cascade' }),
    hours: doublePrecision('hours').notNull(),
    score: doublePrecision('score'),
    passed: boolean('passed'),
  },
  (t) => [
    primaryKey({ columns: [t.trainingId, t.streamerId] }),
    index('attendances_streamer').on(t.streamerId),
  ],
)

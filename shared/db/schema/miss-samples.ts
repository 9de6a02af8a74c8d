import { boolean, date, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { big, id, instant } from './columns.ts'
import { recordings } from './recordings.ts'
import { rooms } from './rooms.ts'

/** 漏检抽样: minutes nobody was shown, drawn at random for a person to look at. */
export const missSamples = pgTable(
  'miss_samples',
  {
    id: id(),
    day: date('day', { mode: 'string' }).notNull(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id),
    fromMs: big('from_ms').notNull(),
    toMs: big('to_ms').notNull(),
    /** Hour of Shanghai it was on air: with the room the stratum it stands for. */
    hour: integer('hour').notNull(),
    /** Unflagged stretches of that day and county it was drawn from: what it stands for. */
    frame: integer('frame').notNull(),
    /** The county whose frame that is. */
    region: text('region').notNull(),
    drawnAt: instant('drawn_at').notNull(),
    /** Should have been flagged and was not; null until somebody looked. */
    missed: boolean('missed'),
    category: text('category'),
    note: text('note').notNull().default(''),
    reviewedBy: text('reviewed_by'),
    reviewedAt: instant('reviewed_at'),
  },
  (t) => [unique('miss_samples_place_key').on(t.recordingId, t.fromMs)],
)

import { isNull } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** 场次: one live session of a room, made of recordings. */
export const broadcasts = pgTable(
  'broadcasts',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    title: text('title').notNull().default(''),
    /** The broadcast this one turned out to be a part of; kept only for judged flags that are there twice. */
    mergedInto: uuid('merged_into'),
  },
  (t) => [
    uniqueIndex('broadcasts_start_key').on(t.roomId, t.startedAt).where(isNull(t.mergedInto)),
    index('broadcasts_day').on(t.startedAt),
  ],
)

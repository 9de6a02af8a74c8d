import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { notices } from './notices.ts'
import { rooms } from './rooms.ts'

/** 约谈 (令117号 第52条): who was talked to, of what, and what they promised. */
export const talks = pgTable(
  'talks',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    noticeId: uuid('notice_id').references(() => notices.id),
    heldAt: instant('held_at').notNull(),
    place: text('place').notNull(),
    present: text('present').array().notNull(),
    content: text('content').notNull(),
    commitments: text('commitments').notNull().default(''),
    by: text('by').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('talks_room').on(t.roomId)],
)

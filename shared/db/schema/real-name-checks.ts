import { boolean, date, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { RealNameAnswer } from '#shared/domain/real-name-check.ts'
import { id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** One filled check sheet of a room's account (后台实名、前端合规); append-only, the newest counts. */
export const realNameChecks = pgTable(
  'real_name_checks',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    sheetVersion: text('sheet_version').notNull(),
    checkedOn: date('checked_on', { mode: 'string' }).notNull(),
    answers: jsonb('answers').$type<RealNameAnswer[]>().notNull(),
    passed: boolean('passed').notNull(),
    note: text('note').notNull().default(''),
    by: text('by').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('real_name_checks_room').on(t.roomId, t.checkedOn)],
)

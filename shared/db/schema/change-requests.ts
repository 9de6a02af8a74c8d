import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Changed, ChangeState } from '#shared/domain/change-request.ts'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'
import { rooms } from './rooms.ts'

/** 账号变更: what an operator asks to have changed in its file; one open request for itself and one a room. */
export const changeRequests = pgTable(
  'change_requests',
  {
    id: id(),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => operators.id),
    /** Null for the operator's own file. */
    roomId: uuid('room_id').references(() => rooms.id),
    /** As it stood when it was asked, and as it is to be. */
    before: jsonb('before').$type<Changed>().notNull(),
    change: jsonb('change').$type<Changed>().notNull(),
    reason: text('reason').notNull(),
    state: text('state').$type<ChangeState>().notNull().default('asked'),
    askedBy: text('asked_by').notNull(),
    askedAt: instant('asked_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    opinion: text('opinion').notNull().default(''),
  },
  (t) => [
    uniqueIndex('change_requests_open_room').on(t.roomId).where(sql`${t.state} = 'asked'`),
    uniqueIndex('change_requests_open_own')
      .on(t.operatorId)
      .where(sql`${t.state} = 'asked' and ${t.roomId} is null`),
    index('change_requests_state').on(t.state, t.askedAt),
  ],
)

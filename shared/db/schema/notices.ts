import { boolean, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { NoticeItem, NoticeState } from '#shared/domain/notice.ts'
import { id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** 整改告知: what the bureau asks of one room on confirmed flags, and how it was answered. */
export const notices = pgTable(
  'notices',
  {
    id: id(),
    /** Given when it is served. */
    number: text('number').unique(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    state: text('state').$type<NoticeState>().notNull().default('draft'),
    items: jsonb('items').$type<readonly NoticeItem[]>().notNull(),
    demand: text('demand').notNull(),
    clock: text('clock').notNull(),
    draftedBy: text('drafted_by').notNull(),
    draftedAt: instant('drafted_at').notNull(),
    servedBy: text('served_by'),
    servedAt: instant('served_at'),
    servedHow: text('served_how').notNull().default(''),
    readAt: instant('read_at'),
    dueAt: instant('due_at'),
    dueUnknown: text('due_unknown'),
    extended: boolean('extended').notNull().default(false),
    extensionReason: text('extension_reason').notNull().default(''),
    answeredAt: instant('answered_at'),
    recheckDueAt: instant('recheck_due_at'),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    opinion: text('opinion').notNull().default(''),
    version: integer('version').notNull().default(1),
  },
  (t) => [index('notices_room').on(t.roomId), index('notices_due').on(t.state, t.dueAt)],
)

import { jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { RemovalProposal } from '#shared/domain/removal.ts'
import { id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** 移出建议: drafted from confirmed flags when the policy says so, once for the same facts. */
export const removalProposals = pgTable(
  'removal_proposals',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    /** The facts it rests on; the same facts never make a second proposal. */
    key: text('key').notNull(),
    state: text('state').$type<'drafted' | 'withdrawn'>().notNull(),
    body: jsonb('body').$type<RemovalProposal>().notNull(),
    createdAt: instant('created_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnWhy: text('withdrawn_why'),
  },
  (t) => [unique('removal_proposals_facts_key').on(t.roomId, t.key)],
)

import { boolean, date, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Leniency } from '#shared/domain/leniency.ts'
import type { RemovalProposal } from '#shared/domain/removal.ts'
import type { RemovalState } from '#shared/domain/removal-stages.ts'
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
    state: text('state').$type<RemovalState>().notNull(),
    /** 案号, once a person has taken it up. */
    number: text('number').unique(),
    /** Every flag its triggers rest on: who decided one of them signs neither review nor approval. */
    flagIds: uuid('flag_ids').array().notNull().default([]),
    /** 告知: when the facts were served, by when an answer is due, when it came. */
    servedAt: instant('served_at'),
    hearingDueAt: instant('hearing_due_at'),
    hearingDueUnknown: text('hearing_due_unknown'),
    hearingExtended: boolean('hearing_extended').notNull().default(false),
    answeredAt: instant('answered_at'),
    leniency: jsonb('leniency').$type<Leniency>(),
    /** The waiting stage's clock. */
    stageDueAt: instant('stage_due_at'),
    publishedAt: instant('published_at'),
    reapplyFrom: date('reapply_from', { mode: 'string' }),
    /** Its facts fell after the room was removed: both versions stay, a person decides. */
    unfoundedAt: instant('unfounded_at'),
    unfoundedWhy: text('unfounded_why'),
    body: jsonb('body').$type<RemovalProposal>().notNull(),
    createdAt: instant('created_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnWhy: text('withdrawn_why'),
  },
  (t) => [unique('removal_proposals_facts_key').on(t.roomId, t.key)],
)

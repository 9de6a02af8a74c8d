import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { DeliveryKind, DeliveryState } from '#shared/domain/delivery.ts'
import { id, instant } from './columns.ts'

/** 外发: one thing that leaves the building to one recipient of the policy, once; its id is the idempotency key. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    kind: text('kind').$type<DeliveryKind>().notNull(),
    /** The report or the alert. */
    subject: uuid('subject').notNull(),
    recipient: text('recipient').notNull(),
    region: text('region').notNull(),
    title: text('title').notNull(),
    state: text('state').$type<DeliveryState>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: instant('next_try_at').notNull(),
    /** The last refusal in a sentence. */
    failure: text('failure'),
    /** What the other side answered: the server's line, the status, the path and hash of the file. */
    confirmation: text('confirmation'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    unique('deliveries_once').on(t.kind, t.subject, t.recipient),
    index('deliveries_due').on(t.state, t.nextTryAt),
  ],
)

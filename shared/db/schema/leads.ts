import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { LeadDisposal, LeadFacts, LeadSource, LeadState } from '#shared/domain/lead.ts'
import { id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** 线索移交 out of the house, and complaints and leads that came in: one record from hand-over to closing. */
export const leads = pgTable(
  'leads',
  {
    id: id(),
    number: text('number').notNull().unique(),
    direction: text('direction').$type<'in' | 'out'>().notNull(),
    source: text('source').$type<LeadSource>().notNull(),
    /** The other system's number; the same one comes in once. */
    externalNo: text('external_no'),
    region: text('region').notNull(),
    roomId: uuid('room_id').references(() => rooms.id),
    state: text('state').$type<LeadState>().notNull(),
    facts: jsonb('facts').$type<LeadFacts>().notNull(),
    /** Confirmed flags that it hands over. */
    flagIds: uuid('flag_ids').array().notNull().default([]),
    /** Who is to check it: a bureau of the city, or one outside it (移送). */
    unit: text('unit').notNull().default(''),
    outside: boolean('outside').notNull().default(false),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
    receiptDueAt: instant('receipt_due_at'),
    receivedAt: instant('received_at'),
    checkDueAt: instant('check_due_at'),
    dueUnknown: text('due_unknown'),
    extended: boolean('extended').notNull().default(false),
    result: text('result').notNull().default(''),
    disposal: text('disposal').$type<LeadDisposal | ''>().notNull().default(''),
    reportedAt: instant('reported_at'),
    closedAt: instant('closed_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('leads_external_key').on(t.source, t.externalNo),
    index('leads_region').on(t.region, t.createdAt),
    index('leads_room').on(t.roomId),
  ],
)

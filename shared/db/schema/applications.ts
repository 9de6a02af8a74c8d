import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ApplicationFields, ApplicationState, MendItem } from '#shared/domain/application.ts'
import type { EligibilityFact } from '#shared/domain/operator.ts'
import { applicationBatches } from './application-batches.ts'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'
import { rooms } from './rooms.ts'

/**
 * 申报: one room in one batch. Where it is on its way is the room's membership; `state` only says whether the
 * application is a draft, under way, or how it ended. A room has at most one that has not ended.
 */
export const applications = pgTable(
  'applications',
  {
    id: id(),
    batchId: uuid('batch_id')
      .notNull()
      .references(() => applicationBatches.id),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => operators.id),
    state: text('state').$type<ApplicationState>().notNull().default('draft'),
    fields: jsonb('fields').$type<ApplicationFields>().notNull().default({}),
    eligibility: jsonb('eligibility').$type<readonly EligibilityFact[]>(),
    /** 退回补正: exactly what is to be mended; empty once handed in again. */
    mend: jsonb('mend').$type<readonly MendItem[]>().notNull().default([]),
    opinion: text('opinion').notNull().default(''),
    /** The clock that runs (`policies/clocks.yaml`), its end, or why that cannot be told. */
    clock: text('clock'),
    dueAt: instant('due_at'),
    dueUnknown: text('due_unknown'),
    extended: boolean('extended').notNull().default(false),
    certificate: text('certificate'),
    listedOn: date('listed_on', { mode: 'string' }),
    validUntil: date('valid_until', { mode: 'string' }),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    submittedAt: instant('submitted_at'),
    closedAt: instant('closed_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('applications_room_key').on(t.batchId, t.roomId),
    uniqueIndex('applications_one_open').on(t.roomId).where(sql`${t.state} in ('draft', 'open')`),
    uniqueIndex('applications_certificate_key').on(t.certificate),
    index('applications_due').on(t.dueAt),
  ],
)

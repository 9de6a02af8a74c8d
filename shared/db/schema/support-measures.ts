import { date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { OfferState, SupportKind } from '#shared/domain/support.ts'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'

/** 培育措施: a policy, a service, a match with industry, a workshop; dated. */
export const supportMeasures = pgTable(
  'support_measures',
  {
    id: id(),
    region: text('region').notNull(),
    kind: text('kind').$type<SupportKind>().notNull(),
    title: text('title').notNull(),
    body: text('body').notNull().default(''),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validUntil: date('valid_until', { mode: 'string' }),
    contact: text('contact').notNull().default(''),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('support_measures_region').on(t.region, t.validFrom)],
)

/** Who was offered what, and what came of it. */
export const supportOffers = pgTable(
  'support_offers',
  {
    id: id(),
    measureId: uuid('measure_id')
      .notNull()
      .references(() => supportMeasures.id),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    offeredOn: date('offered_on', { mode: 'string' }).notNull(),
    offeredBy: text('offered_by').notNull(),
    state: text('state').$type<OfferState>().notNull().default('offered'),
    outcome: text('outcome').notNull().default(''),
    outcomeOn: date('outcome_on', { mode: 'string' }),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('support_offers_operator').on(t.operatorId),
    index('support_offers_measure').on(t.measureId),
  ],
)

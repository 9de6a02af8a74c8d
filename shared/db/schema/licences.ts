import { date, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { LicenceKind } from '#shared/domain/licence.ts'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'

/** 资质、许可 of an operator; one without `validUntil` does not expire. */
export const licences = pgTable(
  'licences',
  {
    id: id(),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<LicenceKind>().notNull(),
    number: text('number').notNull(),
    scope: text('scope').notNull().default(''),
    issuer: text('issuer').notNull().default(''),
    issuedOn: date('issued_on', { mode: 'string' }),
    validUntil: date('valid_until', { mode: 'string' }),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('licences_key').on(t.operatorId, t.kind, t.number),
    index('licences_until').on(t.validUntil),
  ],
)

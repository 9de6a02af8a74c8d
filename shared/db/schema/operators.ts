import { date, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import type { CreditLookup, OperatorCategory, OperatorKind } from '#shared/domain/operator.ts'
import { id, instant } from './columns.ts'

/**
 * 经营主体. `code` is the 统一社会信用代码, its check digit verified before it gets here. Each region keeps its own file on an
 * operator, so that registering one says nothing about what another county has.
 */
export const operators = pgTable(
  'operators',
  {
    id: id(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<OperatorKind>().notNull().default('company'),
    category: text('category').$type<OperatorCategory>().notNull().default('merchant'),
    region: text('region').notNull(),
    /** Region paths, `''` until known; the places as written are `domicile` and `address`. */
    registeredPlace: text('registered_place').notNull().default(''),
    actualPlace: text('actual_place').notNull().default(''),
    domicile: text('domicile').notNull().default(''),
    address: text('address').notNull().default(''),
    foundedOn: date('founded_on', { mode: 'string' }),
    representative: text('representative').notNull().default(''),
    contact: text('contact').notNull().default(''),
    phone: text('phone').notNull().default(''),
    abnormal: jsonb('abnormal').$type<CreditLookup>(),
    dishonest: jsonb('dishonest').$type<CreditLookup>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('operators_code_key').on(t.code, t.region),
    index('operators_region').on(t.region, t.name),
  ],
)

import { date, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'

/** 经营主体. `code` is the 统一社会信用代码, its check digit verified before it gets here. */
export const operators = pgTable('operators', {
  id: id(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  region: text('region').notNull(),
  registeredPlace: text('registered_place').notNull().default(''),
  actualPlace: text('actual_place').notNull().default(''),
  foundedOn: date('founded_on', { mode: 'string' }),
  createdAt: instant('created_at').notNull().defaultNow(),
})

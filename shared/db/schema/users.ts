import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Role } from '#shared/domain/role.ts'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'

/** 用户. `name` signs for what the account does and never changes hands; accounts are disabled, never deleted. */
export const users = pgTable('users', {
  id: id(),
  name: text('name').notNull().unique(),
  displayName: text('display_name').notNull(),
  roles: text('roles').array().$type<Role[]>().notNull(),
  region: text('region').notNull(),
  /** Of an account of the operator portal. */
  operatorId: uuid('operator_id').references(() => operators.id),
  active: boolean('active').notNull().default(true),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
})

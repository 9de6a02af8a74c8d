import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Role } from '#shared/domain/role.ts'
import { id, instant } from './columns.ts'
import { users } from './users.ts'

/** 访问令牌: a person's keys for the API, by the hash of each. */
export const userTokens = pgTable(
  'user_tokens',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    label: text('label').notNull(),
    hash: text('hash').notNull().unique(),
    roles: text('roles').array().$type<Role[]>(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('user_tokens_user').on(t.userId)],
)

import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { users } from './users.ts'

/**
 * 登录: how an account of `users` signs in by password. These five tables are better-auth's, by its field names and with
 * the columns it cannot do without (an e-mail address among them, which nobody here has); who the person is, what they
 * may do and where stands in `users` alone.
 */
export const logins = pgTable('logins', {
  /** The account's own id. */
  id: uuid('id')
    .primaryKey()
    .references(() => users.id),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  username: text('username').notNull().unique(),
  twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
  /** Somebody else knows the password: nothing is answered before it is changed. */
  mustChange: boolean('must_change').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

const owner = () =>
  uuid('user_id')
    .notNull()
    .references(() => logins.id)

/** A password by its argon2id hash; `accountId` repeats the login, as better-auth has it for its own credentials. */
export const loginSecrets = pgTable(
  'login_secrets',
  {
    id: id(),
    userId: owner().unique(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    password: text('password').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('login_secrets_account').on(t.accountId)],
)

/** 会话. The token alone opens nothing: the cookie carries it signed with a key that is not in the database. */
export const loginSessions = pgTable(
  'login_sessions',
  {
    id: id(),
    userId: owner(),
    token: text('token').notNull().unique(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    /** Moves on while the person does something. */
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('login_sessions_user').on(t.userId)],
)

/** Sign-ins between the password and the one-time code. */
export const loginTickets = pgTable('login_tickets', {
  id: id(),
  identifier: text('identifier').notNull().unique(),
  value: text('value').notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** 动态口令: secret and spare codes, encrypted. */
export const loginFactors = pgTable('login_factors', {
  id: id(),
  userId: owner().unique(),
  secret: text('secret').notNull(),
  backupCodes: text('backup_codes').notNull(),
  verified: boolean('verified').notNull().default(false),
  failedVerificationCount: integer('failed_verification_count').notNull().default(0),
  lockedUntil: instant('locked_until'),
})

/** Wrong passwords and codes in a row, by `account:…` and `address:…`: names nobody has are counted alike. */
export const loginFailures = pgTable('login_failures', {
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  /** When the run is forgotten; until then a full one keeps the door shut. */
  until: instant('until').notNull(),
})

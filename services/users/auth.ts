import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { username } from 'better-auth/plugins/username'
import { eq } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import {
  loginFactors,
  loginSecrets,
  loginSessions,
  logins,
  loginTickets,
  users,
} from '#shared/db/schema/index.ts'
import { idleMs, lockAfter, lockMs, passwordMaxLength } from '#shared/domain/password.ts'
import { addressHeader, sessionCookie } from './cookie.ts'
import { hashPassword, matches } from './hash.ts'

/**
 * better-auth as a library: it verifies passwords and one-time codes, keeps sessions in our tables and writes cookies.
 * None of its own routes is mounted; `enter.ts` and `account.ts` are the only callers. What it would also do (its rate
 * limit, its refreshing of sessions, its telemetry) is switched off, because the house does it or does not want it.
 */
export function openAuth({ db, now }: { db: Db; now: () => Date }, secret: string) {
  return betterAuth({
    // Asked for, and used for links in mails, which are never sent.
    baseURL: 'http://localhost',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: {
        user: logins,
        account: loginSecrets,
        session: loginSessions,
        verification: loginTickets,
        twoFactor: loginFactors,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      maxPasswordLength: passwordMaxLength,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => matches(password, hash),
      },
    },
    session: { expiresIn: idleMs / 1000, disableSessionRefresh: true },
    databaseHooks: {
      session: {
        create: {
          // Every way in passes here, the one-time code's too.
          before: async (session) => {
            const [person] = await db
              .select({ active: users.active })
              .from(users)
              .where(eq(users.id, session.userId))
            if (!person?.active) return false
            const at = now()
            const expiresAt = new Date(at.getTime() + idleMs)
            return { data: { ...session, createdAt: at, updatedAt: at, expiresAt } }
          },
        },
      },
    },
    advanced: {
      cookies: { session_token: { name: sessionCookie } },
      cookiePrefix: 'lvbo',
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'strict' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // Our tables leave out what signing up and other providers would fill.
      database: { generateId: false, validateSchema: false },
    },
    plugins: [
      // Names are checked where accounts are opened, and are what they are, capitals included.
      username({
        minUsernameLength: 1,
        usernameNormalization: false,
        usernameValidator: () => true,
      }),
      twoFactor({
        issuer: '绿播',
        accountLockout: { maxFailedAttempts: lockAfter, durationSeconds: lockMs / 1000 },
      }),
    ],
  })
}

export type Auth = ReturnType<typeof openAuth>

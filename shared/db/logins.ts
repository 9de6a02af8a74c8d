import { and, desc, eq, gt, lt, ne } from 'drizzle-orm'
import type { Actor } from '#shared/domain/actor.ts'
import { idleMs, sessionMaxMs } from '#shared/domain/password.ts'
import type { Db } from './client.ts'
import {
  loginFactors,
  loginFailures,
  loginSecrets,
  loginSessions,
  logins,
  loginTickets,
  users,
} from './schema/index.ts'

/** How often a session's end is moved on while the person works. */
const touchEveryMs = 60_000

/** A session as its owner has it in hand. */
export interface Sitting {
  readonly id: string
  readonly userId: string
  readonly actor: Actor
  readonly mustChange: boolean
}

/**
 * The person whose session this is, or null when it is unknown, over, or its holder disabled. `active`: the person did
 * something, which moves the end on; what a page asks by itself does not.
 */
export async function sittingOf(
  db: Db,
  token: string,
  now: Date,
  active: boolean,
): Promise<Sitting | null> {
  const [row] = await db
    .select({ session: loginSessions, user: users, mustChange: logins.mustChange })
    .from(loginSessions)
    .innerJoin(logins, eq(logins.id, loginSessions.userId))
    .innerJoin(users, eq(users.id, loginSessions.userId))
    .where(
      and(
        eq(loginSessions.token, token),
        gt(loginSessions.expiresAt, now),
        gt(loginSessions.createdAt, new Date(now.getTime() - sessionMaxMs)),
        eq(users.active, true),
      ),
    )
  if (!row) return null
  const { id, expiresAt } = row.session
  const end = now.getTime() + idleMs
  if (active && end - expiresAt.getTime() > touchEveryMs)
    await db
      .update(loginSessions)
      .set({ expiresAt: new Date(end), updatedAt: now })
      .where(eq(loginSessions.id, id))
  const { name, region, roles, operatorId } = row.user
  const actor = { name, region, roles, operatorId }
  return { id, userId: row.user.id, actor, mustChange: row.mustChange }
}

/** True once somebody can sign in by password: from then on nobody is an administrator for sitting at the machine. */
export async function hasLogins(db: Db): Promise<boolean> {
  const rows = await db
    .select({ id: logins.id })
    .from(logins)
    .innerJoin(users, eq(users.id, logins.id))
    .where(eq(users.active, true))
    .limit(1)
  return rows.length > 0
}

export interface LoginState {
  readonly mustChange: boolean
  /** With a one-time code. */
  readonly secondFactor: boolean
  readonly changedAt: Date
}

/** How an account signs in; null for one without a password. */
export async function loginOf(db: Db, userId: string): Promise<LoginState | null> {
  const [row] = await db
    .select({
      mustChange: logins.mustChange,
      secondFactor: logins.twoFactorEnabled,
      changedAt: loginSecrets.updatedAt,
    })
    .from(logins)
    .innerJoin(loginSecrets, eq(loginSecrets.userId, logins.id))
    .where(eq(logins.id, userId))
  return row ?? null
}

/** Gives an account a password by its hash, in place of the one it had; it must be changed at the next sign-in or not. */
export async function putPassword(
  db: Db,
  {
    userId,
    name,
    hash,
    mustChange,
    at,
  }: {
    readonly userId: string
    readonly name: string
    readonly hash: string
    readonly mustChange: boolean
    readonly at: Date
  },
): Promise<void> {
  const both = { createdAt: at, updatedAt: at }
  // better-auth wants an address; `.invalid` is no one's (RFC 2606).
  const email = `${userId}@lvbo.invalid`
  await db
    .insert(logins)
    .values({ id: userId, name, email, username: name, mustChange, ...both })
    .onConflictDoUpdate({ target: logins.id, set: { mustChange, updatedAt: at } })
  await db
    .insert(loginSecrets)
    .values({ userId, accountId: userId, providerId: 'credential', password: hash, ...both })
    .onConflictDoUpdate({
      target: loginSecrets.userId,
      set: { password: hash, updatedAt: at },
    })
}

export async function passwordIsOwn(db: Db, userId: string, at: Date): Promise<void> {
  await db.update(logins).set({ mustChange: false, updatedAt: at }).where(eq(logins.id, userId))
}

/** Takes the one-time code away from an account whose phone is lost. */
export async function dropFactor(db: Db, userId: string): Promise<void> {
  await db.delete(loginFactors).where(eq(loginFactors.userId, userId))
  await db.update(logins).set({ twoFactorEnabled: false }).where(eq(logins.id, userId))
}

/** A person's running sessions, the last used first. */
export async function sessionsOf(db: Db, userId: string, now: Date) {
  const { id, ipAddress, userAgent, createdAt, updatedAt, expiresAt } = loginSessions
  return db
    .select({ id, ipAddress, userAgent, createdAt, updatedAt, expiresAt })
    .from(loginSessions)
    .where(
      and(
        eq(loginSessions.userId, userId),
        gt(expiresAt, now),
        gt(createdAt, new Date(now.getTime() - sessionMaxMs)),
      ),
    )
    .orderBy(desc(updatedAt))
}

/** Ends a person's sessions: all of them, one, or all but one; answers how many there were. */
export async function endSessions(
  db: Db,
  userId: string,
  which: { readonly only?: string; readonly but?: string } = {},
): Promise<number> {
  const rows = await db
    .delete(loginSessions)
    .where(
      and(
        eq(loginSessions.userId, userId),
        which.only ? eq(loginSessions.id, which.only) : undefined,
        which.but ? ne(loginSessions.id, which.but) : undefined,
      ),
    )
    .returning({ id: loginSessions.id })
  return rows.length
}

/** Rows nobody can use any more. */
export async function sweepSessions(db: Db, now: Date): Promise<void> {
  await db.delete(loginSessions).where(lt(loginSessions.expiresAt, now))
  await db.delete(loginTickets).where(lt(loginTickets.expiresAt, now))
  await db.delete(loginFailures).where(lt(loginFailures.until, now))
}

import { createHash, randomBytes } from 'node:crypto'
import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import type { Actor } from '#shared/domain/actor.ts'
import type { Role } from '#shared/domain/role.ts'
import type { Db } from './client.ts'
import { users, userTokens } from './schema/index.ts'

const prefix = 'lvbo_'
/** How often the last use of a token is written down. */
const touchEveryMs = 300_000

/** Tokens of people are told from the installation's `ACCESS_TOKEN` by how they begin. */
export function looksLikeToken(given: string): boolean {
  return given.startsWith(prefix)
}

/** 256 random bits need no slow hash: nobody can guess what was hashed. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export interface NewToken {
  readonly userId: string
  readonly label: string
  /** The token may do only what these of its holder's roles allow; null for all of them. */
  readonly roles: readonly Role[] | null
  readonly expiresAt: Date
  readonly createdBy: string
  readonly createdAt: Date
}

/** Makes a token. The plain form is returned this once and kept nowhere. */
export async function addToken(db: Db, token: NewToken): Promise<{ id: string; token: string }> {
  const plain = `${prefix}${randomBytes(32).toString('base64url')}`
  const values = { ...token, roles: token.roles && [...token.roles], hash: hashOf(plain) }
  const [row] = await db.insert(userTokens).values(values).returning({ id: userTokens.id })
  if (!row) throw new Error('token not stored')
  return { id: row.id, token: plain }
}

/** The person a token stands for, or null when it is unknown, expired, revoked, or its holder disabled. */
export async function actorOfToken(db: Db, plain: string, now: Date): Promise<Actor | null> {
  const [row] = await db
    .select({ user: users, id: userTokens.id, roles: userTokens.roles })
    .from(userTokens)
    .innerJoin(users, eq(users.id, userTokens.userId))
    .where(
      and(
        eq(userTokens.hash, hashOf(plain)),
        isNull(userTokens.revokedAt),
        gt(userTokens.expiresAt, now),
        eq(users.active, true),
      ),
    )
  if (!row) return null
  const before = new Date(now.getTime() - touchEveryMs)
  await db
    .update(userTokens)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(userTokens.id, row.id),
        or(isNull(userTokens.lastUsedAt), lt(userTokens.lastUsedAt, before)),
      ),
    )
  const { name, roles, region, operatorId } = row.user
  const scoped = row.roles
  return {
    name,
    region,
    operatorId,
    roles: scoped ? roles.filter((role) => scoped.includes(role)) : roles,
  }
}

/** A person's tokens without their secrets, newest first. */
export async function tokensOf(db: Db, userId: string) {
  const { id, label, roles, expiresAt, revokedAt, lastUsedAt, createdBy, createdAt } = userTokens
  return db
    .select({ id, label, roles, expiresAt, revokedAt, lastUsedAt, createdBy, createdAt })
    .from(userTokens)
    .where(eq(userTokens.userId, userId))
    .orderBy(desc(userTokens.createdAt))
}

/** Ends one token, or all of a person's; answers how many were still good. */
export async function revokeTokens(
  db: Db,
  userId: string,
  tokenId: string | null,
  at: Date,
): Promise<number> {
  const rows = await db
    .update(userTokens)
    .set({ revokedAt: at })
    .where(
      and(
        eq(userTokens.userId, userId),
        tokenId === null ? undefined : eq(userTokens.id, tokenId),
        isNull(userTokens.revokedAt),
      ),
    )
    .returning({ id: userTokens.id })
  return rows.length
}

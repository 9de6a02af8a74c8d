import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import type { Role } from '#shared/domain/role.ts'
import type { Db } from './client.ts'
import { logins, users } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type User = typeof users.$inferSelect

export interface NewUser {
  readonly name: string
  readonly displayName: string
  readonly region: string
  readonly roles: Role[]
  readonly operatorId: string | null
  readonly createdBy: string
  readonly createdAt: Date
}

export async function addUser(db: Db, user: NewUser): Promise<User> {
  const [row] = await db.insert(users).values(user).returning()
  if (!row) throw new Error('user not stored')
  return row
}

/** One account of the region; undefined when it is not there for these eyes. */
export async function getUser(db: Db, scope: Scope, id: string): Promise<User | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), within(users.region, scope)))
  return row
}

/** Likewise, by its name. */
export async function getUserNamed(db: Db, scope: Scope, name: string): Promise<User | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.name, name), within(users.region, scope)))
  return row
}

/** One account of the region, locked for change; undefined when it is not there for these eyes. */
export async function lockUser(db: Db, scope: Scope, idOrName: string): Promise<User | undefined> {
  const key = sql`(${users.id}::text = ${idOrName} or ${users.name} = ${idOrName})`
  const [row] = await db
    .select()
    .from(users)
    .where(and(key, within(users.region, scope)))
    .for('update')
  return row
}

export async function updateUser(
  db: Db,
  id: string,
  change: Partial<Pick<User, 'active' | 'roles' | 'region' | 'displayName' | 'operatorId'>>,
): Promise<User> {
  const [row] = await db.update(users).set(change).where(eq(users.id, id)).returning()
  if (!row) throw new Error('user gone')
  return row
}

/** Accounts of the region by name, after the one named `after`, with how they sign in; `login` is null without a password. */
export async function listUsers(
  db: Db,
  scope: Scope,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
) {
  const login = { secondFactor: logins.twoFactorEnabled, mustChange: logins.mustChange }
  const rows = await db
    .select({ ...getTableColumns(users), login })
    .from(users)
    .leftJoin(logins, eq(logins.id, users.id))
    .where(and(within(users.region, scope), after ? gt(users.name, after) : undefined))
    .orderBy(asc(users.name))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.name ?? null) : null }
}

import { and, count, eq } from 'drizzle-orm'
import type { ChangeState } from '#shared/domain/change-request.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { changeRequests, operators, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type ChangeRequest = typeof changeRequests.$inferSelect

const mine = (scope: Scope) => within(operators.region, scope, operators.id)

/** Files a request. A second one for the same thing while the first is open collides on its key. */
export async function addChangeRequest(
  db: Db,
  row: typeof changeRequests.$inferInsert,
): Promise<ChangeRequest> {
  const [made] = await db.insert(changeRequests).values(row).returning()
  if (!made) throw new Error('change request not stored')
  return made
}

/** One request, locked for a decision; undefined when its operator is not there for these eyes. */
export async function lockChangeRequest(
  db: Db,
  scope: Scope,
  id: string,
): Promise<ChangeRequest | undefined> {
  const [row] = await db
    .select({ request: changeRequests })
    .from(changeRequests)
    .innerJoin(operators, eq(operators.id, changeRequests.operatorId))
    .where(and(eq(changeRequests.id, id), mine(scope)))
    .for('update', { of: changeRequests })
  return row?.request
}

export async function endChangeRequest(
  db: Db,
  id: string,
  end: Pick<ChangeRequest, 'state' | 'decidedBy' | 'decidedAt' | 'opinion'>,
): Promise<ChangeRequest> {
  const [row] = await db
    .update(changeRequests)
    .set(end)
    .where(eq(changeRequests.id, id))
    .returning()
  if (!row) throw new Error('change request gone')
  return row
}

const order = [
  { column: changeRequests.askedAt, down: true },
  { column: changeRequests.id, down: true },
] as const

export interface ChangeFilter extends PageQuery {
  readonly state?: ChangeState | undefined
}

/** Requests with whose they are, newest first. */
export async function listChangeRequests(
  db: Db,
  scope: Scope,
  { state, limit, after }: ChangeFilter,
) {
  const where = and(mine(scope), state ? eq(changeRequests.state, state) : undefined)
  const whose = { operator: operators.name, region: operators.region, room: rooms.name }
  const [found, [total]] = await Promise.all([
    db
      .select({ request: changeRequests, ...whose })
      .from(changeRequests)
      .innerJoin(operators, eq(operators.id, changeRequests.operatorId))
      .leftJoin(rooms, eq(rooms.id, changeRequests.roomId))
      .where(and(where, afterCursor(order, after)))
      .orderBy(...orderOf(order))
      .limit(limit + 1),
    db
      .select({ n: count() })
      .from(changeRequests)
      .innerJoin(operators, eq(operators.id, changeRequests.operatorId))
      .where(where),
  ])
  const page = pageOf(found, limit, ({ request }) => [request.askedAt, request.id])
  return { ...page, total: total?.n ?? 0 }
}

import { and, asc, count, desc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { applications, memberships, operators, poolEvents, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

const byName = [{ column: rooms.name }, { column: rooms.id }] as const

/** What the public may know of the rooms in the pool: names and the certificate, never a score or a lead. */
export async function publicListing(db: Db, scope: Scope, filter: PageQuery) {
  const where = and(
    within(rooms.region, scope),
    inArray(memberships.state, ['listed', 'province_recommended', 'rectifying']),
  )
  const found = await db
    .select({
      id: rooms.id,
      name: rooms.name,
      platform: rooms.platform,
      accountName: rooms.accountName,
      link: rooms.link,
      region: rooms.region,
      operator: operators.name,
      recommended: memberships.state,
      certificate: applications.certificate,
      listedOn: applications.listedOn,
      validUntil: applications.validUntil,
    })
    .from(memberships)
    .innerJoin(rooms, eq(rooms.id, memberships.roomId))
    .leftJoin(operators, eq(operators.id, rooms.operatorId))
    .leftJoin(
      applications,
      and(eq(applications.roomId, rooms.id), eq(applications.state, 'listed')),
    )
    .where(and(where, afterCursor(byName, filter.after)))
    .orderBy(...orderOf(byName), desc(applications.closedAt))
    .limit(filter.limit + 1)
  const [total] = await db
    .select({ n: count() })
    .from(memberships)
    .innerJoin(rooms, eq(rooms.id, memberships.roomId))
    .where(where)
  const { rows, next } = pageOf(found, filter.limit, (row) => [row.name, row.id])
  const shown = rows.map(({ recommended, ...row }) => ({
    ...row,
    recommended: recommended === 'province_recommended',
  }))
  return { rows: shown, next, total: total?.n ?? 0 }
}

const inside = ['removal_proposed', 'removal_withdrawn', 'removal_unfounded'] as const

/** A room's log besides flags and verdicts, oldest first, with who entered each line. */
export async function roomHistory(db: Db, scope: Scope, roomId: string) {
  return db
    .select({
      at: poolEvents.at,
      kind: poolEvents.kind,
      body: poolEvents.body,
      by: poolEvents.actor,
    })
    .from(poolEvents)
    .innerJoin(rooms, eq(rooms.id, poolEvents.roomId))
    .where(
      and(
        eq(poolEvents.roomId, roomId),
        within(rooms.region, scope, rooms.operatorId),
        // A proposal is the bureau's own until its facts are served.
        scope.operatorId
          ? and(
              notInArray(poolEvents.kind, [...inside]),
              sql`${poolEvents.body}->>'to' is distinct from 'removal_proposed'`,
            )
          : undefined,
      ),
    )
    .orderBy(asc(poolEvents.at), asc(poolEvents.id))
    .limit(5000)
}

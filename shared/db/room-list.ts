import { and, arrayContains, count, eq, ilike, or, type SQL, sql } from 'drizzle-orm'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { Colour } from '#shared/domain/pool-policy.ts'
import type { Platform } from '#shared/domain/room.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { flags, memberships, operators, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { containing } from './search.ts'

const openFlags = sql<number>`(select count(*)::int from ${flags} where ${flags.roomId} = ${rooms.id} and ${flags.state} = 'open')`

/** A room as lists show it: itself, its operator's name, its place in the pool. */
export const roomColumns = {
  id: rooms.id,
  name: rooms.name,
  title: rooms.title,
  platform: rooms.platform,
  platformId: rooms.platformId,
  accountName: rooms.accountName,
  link: rooms.link,
  type: rooms.type,
  goods: rooms.goods,
  region: rooms.region,
  version: rooms.version,
  updatedAt: rooms.updatedAt,
  operatorId: rooms.operatorId,
  operator: operators.name,
  state: memberships.state,
  since: memberships.since,
  score: memberships.score,
  colour: memberships.colour,
  standingAt: memberships.standingAt,
  openFlags,
}

export interface RoomFilter extends PageQuery {
  readonly sort?: 'score' | 'name' | 'updated' | undefined
  /** In the room's, the account's or the operator's name, or exactly the platform's id or the operator's code. */
  readonly text?: string | undefined
  readonly region?: string | undefined
  readonly platform?: Platform | undefined
  readonly type?: RoomType | undefined
  readonly goods?: Goods | undefined
  readonly state?: MembershipState | undefined
  readonly colour?: Colour | undefined
  readonly operatorId?: string | undefined
}

const id = { column: rooms.id }
/** Worst score first is what a supervisor looks at; `updated` newest first. */
const orders = {
  score: [{ column: memberships.score }, { column: rooms.name }, id],
  name: [{ column: rooms.name }, id],
  updated: [
    { column: rooms.updatedAt, down: true },
    { column: rooms.id, down: true },
  ],
} as const

function wanted(scope: Scope, filter: RoomFilter): (SQL | undefined)[] {
  const { text, region, platform, type, goods, state, colour, operatorId } = filter
  return [
    within(rooms.region, scope, rooms.operatorId),
    region ? within(rooms.region, { region }) : undefined,
    platform ? eq(rooms.platform, platform) : undefined,
    type ? eq(rooms.type, type) : undefined,
    goods ? arrayContains(rooms.goods, [goods]) : undefined,
    state ? eq(memberships.state, state) : undefined,
    colour ? eq(memberships.colour, colour) : undefined,
    operatorId ? eq(rooms.operatorId, operatorId) : undefined,
    text ? matching(text) : undefined,
  ]
}

function matching(text: string) {
  const pattern = containing(text)
  return or(
    ilike(rooms.name, pattern),
    ilike(rooms.accountName, pattern),
    ilike(operators.name, pattern),
    eq(rooms.platformId, text),
    eq(operators.code, text.toUpperCase()),
  )
}

/** A room's operator as far as these eyes may see it: the city may have set one whose file another county keeps. */
export const ofRoom = (scope: Scope) =>
  and(eq(operators.id, rooms.operatorId), within(operators.region, scope, operators.id))

/** Rooms with their place in the pool, filtered, sorted and paged in the database. */
export async function listRooms(db: Db, scope: Scope, filter: RoomFilter) {
  const keys = orders[filter.sort ?? 'score']
  const where = wanted(scope, filter)
  const [found, [total]] = await Promise.all([
    db
      .select(roomColumns)
      .from(rooms)
      .innerJoin(memberships, eq(memberships.roomId, rooms.id))
      .leftJoin(operators, ofRoom(scope))
      .where(and(...where, afterCursor(keys, filter.after)))
      .orderBy(...orderOf(keys))
      .limit(filter.limit + 1),
    db
      .select({ n: count() })
      .from(rooms)
      .innerJoin(memberships, eq(memberships.roomId, rooms.id))
      .leftJoin(operators, ofRoom(scope))
      .where(and(...where)),
  ])
  const page = pageOf(found, filter.limit, (row) =>
    filter.sort === 'name'
      ? [row.name, row.id]
      : filter.sort === 'updated'
        ? [row.updatedAt, row.id]
        : [row.score, row.name, row.id],
  )
  return { ...page, total: total?.n ?? 0 }
}

/** All rooms the filter wants, by name, with what a ledger shows of their operators; for a file, so not paged. */
export async function ledgerRows(
  db: Db,
  scope: Scope,
  filter: Omit<RoomFilter, 'limit' | 'after'>,
) {
  return db
    .select({
      name: rooms.name,
      platform: rooms.platform,
      platformId: rooms.platformId,
      link: rooms.link,
      accountName: rooms.accountName,
      type: rooms.type,
      goods: rooms.goods,
      region: rooms.region,
      state: memberships.state,
      score: memberships.score,
      colour: memberships.colour,
      operatorName: operators.name,
      code: operators.code,
      operatorKind: operators.kind,
      foundedOn: operators.foundedOn,
      domicile: operators.domicile,
      address: operators.address,
      representative: operators.representative,
      contact: operators.contact,
      phone: operators.phone,
    })
    .from(rooms)
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .leftJoin(operators, ofRoom(scope))
    .where(and(...wanted(scope, { ...filter, limit: 0 })))
    .orderBy(...orderOf(orders.name))
}

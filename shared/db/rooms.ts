import { and, eq, inArray } from 'drizzle-orm'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import type { Platform } from '#shared/domain/room.ts'
import type { Db } from './client.ts'
import { ofRoom, roomColumns } from './room-list.ts'
import { memberships, operators, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export interface NewRoom {
  readonly platform: Platform
  readonly platformId: string
  readonly name: string
  readonly title?: string
  readonly type?: RoomType
  readonly goods?: Goods[]
  readonly region: RegionPath
  readonly operatorId?: string
}

/** The room of this platform and id; made with its place in the survey when it is new. Never changes one that exists. */
export async function ensureRoom(db: Db, room: NewRoom, now: Date) {
  return db.transaction(async (tx) => {
    await tx
      .insert(rooms)
      .values({ ...room, createdAt: now })
      .onConflictDoNothing()
    const [row] = await tx
      .select()
      .from(rooms)
      .where(and(eq(rooms.platform, room.platform), eq(rooms.platformId, room.platformId)))
    if (!row) throw new Error('room neither found nor made')
    await tx.insert(memberships).values({ roomId: row.id, since: now }).onConflictDoNothing()
    return row
  })
}

/** A room by name when exactly one has it: recorder file names carry nothing better. */
export async function roomByName(db: Db, name: string) {
  const found = await db.select().from(rooms).where(eq(rooms.name, name)).limit(2)
  return found.length === 1 ? found[0] : undefined
}

/** A room by its number: on the platform where that is known, else when exactly one room has the number. */
export async function roomByPlatformId(db: Db, platformId: string, platform: Platform | null) {
  const found = await db.select().from(rooms).where(eq(rooms.platformId, platformId)).limit(9)
  const there = found.find((room) => room.platform === platform)
  return there ?? (found.length === 1 ? found[0] : undefined)
}

export async function getRoom(db: Db, id: string) {
  const [row] = await db.select().from(rooms).where(eq(rooms.id, id))
  return row
}

/** One room with its standing in full, or undefined when it is not there for these eyes. */
export async function roomStanding(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select({ ...roomColumns, standing: memberships.standing })
    .from(rooms)
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .leftJoin(operators, ofRoom(scope))
    .where(and(eq(rooms.id, id), within(rooms.region, scope, rooms.operatorId)))
  return row
}

/** Names of rooms by id. */
export async function roomNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: rooms.id, name: rooms.name })
    .from(rooms)
    .where(inArray(rooms.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

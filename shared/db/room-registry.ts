import { and, desc, eq, like, ne, or } from 'drizzle-orm'
import { bareName, pairsOf } from '#shared/domain/likeness.ts'
import type { RoomForm } from '#shared/domain/room.ts'
import type { Db } from './client.ts'
import { ofRoom } from './room-list.ts'
import { memberships, operators, realNameChecks, roomStreamers, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { containing } from './search.ts'

export type RoomRow = typeof rooms.$inferSelect

/** A surveyed room, with its place before the pool. A platform's id that is taken is a unique violation, whoever has it. */
export async function addRoom(db: Db, form: RoomForm, at: Date): Promise<RoomRow> {
  const [row] = await db
    .insert(rooms)
    .values({ ...form, createdAt: at, updatedAt: at })
    .returning()
  if (!row) throw new Error('room not stored')
  await db.insert(memberships).values({ roomId: row.id, since: at })
  return row
}

/** One room, locked for change; undefined when it is not there for these eyes. */
export async function lockRoom(db: Db, scope: Scope, id: string): Promise<RoomRow | undefined> {
  const [row] = await db
    .select()
    .from(rooms)
    .where(and(eq(rooms.id, id), within(rooms.region, scope, rooms.operatorId)))
    .for('update')
  return row
}

export async function updateRoom(
  db: Db,
  { id, version }: Pick<RoomRow, 'id' | 'version'>,
  change: Partial<RoomForm>,
  at: Date,
): Promise<RoomRow> {
  const [row] = await db
    .update(rooms)
    .set({ ...change, updatedAt: at, version: version + 1 })
    .where(eq(rooms.id, id))
    .returning()
  if (!row) throw new Error('room gone')
  return row
}

export interface Likely {
  readonly code?: string | undefined
  readonly platform?: string | undefined
  readonly platformId?: string | undefined
  readonly name?: string | undefined
  /** The room being edited, which is no duplicate of itself. */
  readonly except?: string | undefined
}

/** Rooms that may be the one being typed: same id, same operator, or a name that shares a pair of characters. */
export async function likelyRooms(db: Db, scope: Scope, typed: Likely) {
  const { code, platform, platformId, name, except } = typed
  const pairs = name === undefined ? [] : [...new Set(pairsOf(bareName(name)))].slice(0, 40)
  const any = [
    platformId
      ? and(eq(rooms.platformId, platformId), platform ? eq(rooms.platform, platform) : undefined)
      : undefined,
    code ? eq(operators.code, code) : undefined,
    ...pairs.map((pair) => like(rooms.name, containing(pair))),
  ].filter((one) => one !== undefined)
  if (any.length === 0) return []
  return db
    .select({
      id: rooms.id,
      name: rooms.name,
      platform: rooms.platform,
      platformId: rooms.platformId,
      region: rooms.region,
      operator: operators.name,
      code: operators.code,
    })
    .from(rooms)
    .leftJoin(operators, ofRoom(scope))
    .where(
      and(
        within(rooms.region, scope, rooms.operatorId),
        or(...any),
        except ? ne(rooms.id, except) : undefined,
      ),
    )
    .limit(5000)
}

export type RealNameCheck = typeof realNameChecks.$inferSelect

export async function addRealNameCheck(
  db: Db,
  check: typeof realNameChecks.$inferInsert,
): Promise<RealNameCheck> {
  const [row] = await db.insert(realNameChecks).values(check).returning()
  if (!row) throw new Error('check not stored')
  return row
}

/** A room's filled check sheets, newest first. */
export async function checksOfRoom(db: Db, roomId: string) {
  return db
    .select()
    .from(realNameChecks)
    .where(eq(realNameChecks.roomId, roomId))
    .orderBy(desc(realNameChecks.checkedOn), desc(realNameChecks.at))
    .limit(100)
}

/** Puts a streamer to a room, or takes them away; answers whether anything changed. */
export async function setRoomStreamer(
  db: Db,
  { roomId, streamerId }: { readonly roomId: string; readonly streamerId: string },
  works: boolean,
  at: Date,
): Promise<boolean> {
  const pair = and(eq(roomStreamers.roomId, roomId), eq(roomStreamers.streamerId, streamerId))
  const rows = works
    ? await db
        .insert(roomStreamers)
        .values({ roomId, streamerId, since: at })
        .onConflictDoNothing()
        .returning()
    : await db.delete(roomStreamers).where(pair).returning()
  return rows.length > 0
}

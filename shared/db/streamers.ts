import { and, count, desc, eq, ilike, or, sql } from 'drizzle-orm'
import type { CredentialForm } from '#shared/domain/streamer.ts'
import type { Db } from './client.ts'
import { outer } from './outer.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import {
  attendances,
  credentials,
  roomStreamers,
  rooms,
  streamers,
  trainings,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { containing } from './search.ts'

type Row = typeof streamers.$inferSelect
/** Whatever leaves this module does so without the sealed number and its digest. */
export type Streamer = Omit<Row, 'identitySealed' | 'identityDigest'>

const hours = sql<number>`(select coalesce(sum(${attendances.hours}), 0)::float8 from ${attendances} where ${attendances.streamerId} = ${streamers.id})`
const columns = {
  id: streamers.id,
  name: streamers.name,
  alias: streamers.alias,
  region: streamers.region,
  operatorId: streamers.operatorId,
  phone: streamers.phone,
  identityMasked: streamers.identityMasked,
  createdAt: streamers.createdAt,
  updatedAt: streamers.updatedAt,
  version: streamers.version,
}

const mine = (scope: Scope) => within(streamers.region, scope, streamers.operatorId)

export async function addStreamer(db: Db, row: typeof streamers.$inferInsert): Promise<Streamer> {
  const [made] = await db.insert(streamers).values(row).returning(columns)
  if (!made) throw new Error('streamer not stored')
  return made
}

export async function lockStreamer(
  db: Db,
  scope: Scope,
  id: string,
): Promise<Streamer | undefined> {
  const [row] = await db
    .select(columns)
    .from(streamers)
    .where(and(eq(streamers.id, id), mine(scope)))
    .for('update')
  return row
}

/** The sealed identity number, for `streamer.reveal` alone. */
export async function sealedIdentity(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select({ sealed: streamers.identitySealed })
    .from(streamers)
    .where(and(eq(streamers.id, id), mine(scope)))
  return row
}

export async function updateStreamer(
  db: Db,
  { id, version }: Pick<Row, 'id' | 'version'>,
  change: Partial<typeof streamers.$inferInsert>,
  at: Date,
): Promise<Streamer> {
  const [row] = await db
    .update(streamers)
    .set({ ...change, updatedAt: at, version: version + 1 })
    .where(eq(streamers.id, id))
    .returning(columns)
  if (!row) throw new Error('streamer gone')
  return row
}

/** A streamer with credentials, trainings and rooms, or undefined when they are not there for these eyes. */
export async function streamerFile(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select({ ...columns, hours })
    .from(streamers)
    .where(and(eq(streamers.id, id), mine(scope)))
  if (!row) return undefined
  const [held, attended, works] = await Promise.all([
    db
      .select()
      .from(credentials)
      .where(eq(credentials.streamerId, id))
      .orderBy(desc(credentials.issuedOn)),
    db
      .select({
        trainingId: trainings.id,
        title: trainings.title,
        heldOn: trainings.heldOn,
        hours: attendances.hours,
        score: attendances.score,
        passed: attendances.passed,
      })
      .from(attendances)
      .innerJoin(trainings, eq(trainings.id, attendances.trainingId))
      .where(eq(attendances.streamerId, id))
      .orderBy(desc(trainings.heldOn)),
    db
      .select({ id: rooms.id, name: rooms.name, since: roomStreamers.since })
      .from(roomStreamers)
      .innerJoin(rooms, eq(rooms.id, roomStreamers.roomId))
      .where(and(eq(roomStreamers.streamerId, id), within(rooms.region, scope, rooms.operatorId))),
  ])
  return { ...row, credentials: held, trainings: attended, rooms: works }
}

export interface StreamerFilter extends PageQuery {
  readonly text?: string | undefined
  readonly region?: string | undefined
  readonly operatorId?: string | undefined
  readonly roomId?: string | undefined
}

const order = [{ column: streamers.name }, { column: streamers.id }] as const

const certificates = sql<number>`(select count(*)::int from ${credentials} where ${credentials.streamerId} = ${outer(streamers.id)} and ${credentials.passed})`

/** Streamers by name, each with hours of training, valid results on file, and the rooms these eyes may see. */
export async function listStreamers(db: Db, scope: Scope, filter: StreamerFilter) {
  const worksIn = sql<
    string[]
  >`(select coalesce(json_agg(${rooms.name} order by ${rooms.name}), '[]') from ${roomStreamers} join ${rooms} on ${rooms.id} = ${roomStreamers.roomId} where ${roomStreamers.streamerId} = ${outer(streamers.id)} and ${within(rooms.region, scope, rooms.operatorId)})`
  const { text, region, operatorId, roomId, limit, after } = filter
  const pattern = text ? containing(text) : ''
  const where = and(
    mine(scope),
    region ? within(streamers.region, { region }) : undefined,
    operatorId ? eq(streamers.operatorId, operatorId) : undefined,
    text ? or(ilike(streamers.name, pattern), ilike(streamers.alias, pattern)) : undefined,
    roomId
      ? sql`exists (select 1 from ${roomStreamers} where ${roomStreamers.streamerId} = ${streamers.id} and ${roomStreamers.roomId} = ${roomId})`
      : undefined,
  )
  const [found, [total]] = await Promise.all([
    db
      .select({ ...columns, hours, certificates, rooms: worksIn })
      .from(streamers)
      .where(and(where, afterCursor(order, after)))
      .orderBy(...orderOf(order))
      .limit(limit + 1),
    db.select({ n: count() }).from(streamers).where(where),
  ])
  return { ...pageOf(found, limit, ({ name, id }) => [name, id]), total: total?.n ?? 0 }
}

export async function addCredential(db: Db, streamerId: string, form: CredentialForm, at: Date) {
  const [row] = await db
    .insert(credentials)
    .values({ ...form, streamerId, createdAt: at })
    .returning()
  if (!row) throw new Error('credential not stored')
  return row
}

export async function removeCredential(db: Db, streamerId: string, id: string) {
  const [row] = await db
    .delete(credentials)
    .where(and(eq(credentials.id, id), eq(credentials.streamerId, streamerId)))
    .returning()
  return row
}

import { and, asc, count, desc, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { ApplicationState } from '#shared/domain/application.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import {
  applicationBatches,
  applicationMaterials,
  applications,
  memberships,
  objections,
  operators,
  rooms,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Application = typeof applications.$inferSelect
export type Batch = typeof applicationBatches.$inferSelect
export type Material = typeof applicationMaterials.$inferSelect

export async function addBatch(db: Db, batch: typeof applicationBatches.$inferInsert) {
  const [row] = await db.insert(applicationBatches).values(batch).returning()
  if (!row) throw new Error('batch not stored')
  return row
}

/** Batches of the city that the person belongs to, newest first. */
export async function listBatches(db: Db, city: string): Promise<Batch[]> {
  return db
    .select()
    .from(applicationBatches)
    .where(eq(applicationBatches.region, city))
    .orderBy(desc(applicationBatches.opensOn), asc(applicationBatches.name))
    .limit(500)
}

export async function batchOf(db: Db, city: string, id: string): Promise<Batch> {
  const [row] = await db
    .select()
    .from(applicationBatches)
    .where(and(eq(applicationBatches.id, id), eq(applicationBatches.region, city)))
  if (!row) throw new AppError('not_found', '没有这个申报批次。')
  return row
}

const columns = {
  application: applications,
  room: rooms.name,
  platform: rooms.platform,
  region: rooms.region,
  operator: operators.name,
  place: memberships.state,
}

const joined = (db: Db) =>
  db
    .select(columns)
    .from(applications)
    .innerJoin(rooms, eq(rooms.id, applications.roomId))
    .innerJoin(operators, eq(operators.id, applications.operatorId))
    .innerJoin(memberships, eq(memberships.roomId, applications.roomId))

export interface ApplicationFilter extends PageQuery {
  readonly batchId?: string | undefined
  readonly roomId?: string | undefined
  readonly state?: ApplicationState | undefined
  readonly place?: MembershipState | undefined
}

const newestFirst = [
  { column: applications.createdAt, down: true },
  { column: applications.id, down: true },
] as const

/** Applications for these eyes, newest first. */
export async function listApplications(db: Db, scope: Scope, filter: ApplicationFilter) {
  const where = and(
    within(rooms.region, scope, applications.operatorId),
    filter.batchId ? eq(applications.batchId, filter.batchId) : undefined,
    filter.roomId ? eq(applications.roomId, filter.roomId) : undefined,
    filter.state ? eq(applications.state, filter.state) : undefined,
    filter.place ? eq(memberships.state, filter.place) : undefined,
  )
  const found = await joined(db)
    .where(and(where, afterCursor(newestFirst, filter.after)))
    .orderBy(...orderOf(newestFirst))
    .limit(filter.limit + 1)
  const [total] = await db
    .select({ n: count() })
    .from(applications)
    .innerJoin(rooms, eq(rooms.id, applications.roomId))
    .innerJoin(memberships, eq(memberships.roomId, applications.roomId))
    .where(where)
  const page = pageOf(found, filter.limit, ({ application: a }) => [a.createdAt, a.id])
  return { ...page, total: total?.n ?? 0 }
}

/** Rooms of a batch that stand before the public, by region and name, with the end of their time there. */
export async function publicizedOf(db: Db, batchId: string) {
  const { room, platform, region, operator } = columns
  const { dueAt, dueUnknown } = applications
  return db
    .select({ room, platform, region, operator, dueAt, dueUnknown })
    .from(applications)
    .innerJoin(rooms, eq(rooms.id, applications.roomId))
    .innerJoin(operators, eq(operators.id, applications.operatorId))
    .innerJoin(memberships, eq(memberships.roomId, applications.roomId))
    .where(
      and(
        eq(applications.batchId, batchId),
        eq(applications.state, 'open'),
        inArray(memberships.state, ['publicity', 'objection']),
      ),
    )
    .orderBy(asc(rooms.region), asc(rooms.name))
}

async function one(db: Db, scope: Scope, where: SQL | undefined, hold: boolean) {
  const query = joined(db).where(and(where, within(rooms.region, scope, applications.operatorId)))
  const [row] = hold ? await query.for('update', { of: applications }) : await query
  if (!row) throw new AppError('not_found', '没有这份申报，或不在您的辖区。')
  return row
}

/** One application for these eyes; throws `not_found`. */
export async function applicationFor(db: Db, scope: Scope, id: string) {
  return one(db, scope, eq(applications.id, id), false)
}

/** The same, held until the transaction ends. */
export async function lockApplication(tx: Db, scope: Scope, id: string) {
  return one(tx, scope, eq(applications.id, id), true)
}

export async function addApplication(db: Db, row: typeof applications.$inferInsert) {
  const [made] = await db.insert(applications).values(row).returning()
  if (!made) throw new Error('application not stored')
  return made
}

/** Changes an application from the version that was read; throws `conflict` when somebody was faster. */
export async function updateApplication(
  tx: Db,
  { id, version }: Pick<Application, 'id' | 'version'>,
  change: Partial<typeof applications.$inferInsert>,
): Promise<Application> {
  const [row] = await tx
    .update(applications)
    .set({ ...change, version: version + 1 })
    .where(and(eq(applications.id, id), eq(applications.version, version)))
    .returning()
  if (!row) throw new AppError('conflict', '申报刚被他人修改，请刷新后再看。')
  return row
}

/** Ends the room's application that is under way, if there is one. */
export async function closeApplication(
  tx: Db,
  roomId: string,
  state: 'withdrawn' | 'rejected',
  opinion: string,
  at: Date,
): Promise<void> {
  await tx
    .update(applications)
    .set({ state, opinion, closedAt: at, clock: null, dueAt: null, dueUnknown: null })
    .where(and(eq(applications.roomId, roomId), inArray(applications.state, ['draft', 'open'])))
}

export async function materialsOf(db: Db, applicationId: string): Promise<Material[]> {
  return db
    .select()
    .from(applicationMaterials)
    .where(
      and(
        eq(applicationMaterials.applicationId, applicationId),
        isNull(applicationMaterials.removedAt),
      ),
    )
    .orderBy(asc(applicationMaterials.at), asc(applicationMaterials.id))
}

/** Files a material; the same file again, or one taken back before, is one row. */
export async function addMaterial(tx: Db, row: typeof applicationMaterials.$inferInsert) {
  const { applicationId, kind, sha256 } = applicationMaterials
  const [made] = await tx
    .insert(applicationMaterials)
    .values(row)
    .onConflictDoUpdate({
      target: [applicationId, kind, sha256],
      set: { removedAt: null, name: row.name, by: row.by, at: row.at },
    })
    .returning()
  if (!made) throw new Error('material not stored')
  return made
}

export async function removeMaterial(tx: Db, id: string, at: Date): Promise<void> {
  await tx
    .update(applicationMaterials)
    .set({ removedAt: at })
    .where(eq(applicationMaterials.id, id))
}

export async function objectionsOf(db: Db, applicationId: string) {
  return db
    .select()
    .from(objections)
    .where(eq(objections.applicationId, applicationId))
    .orderBy(asc(objections.at), asc(objections.id))
}

export async function addObjection(tx: Db, row: typeof objections.$inferInsert) {
  const [made] = await tx.insert(objections).values(row).returning()
  if (!made) throw new Error('objection not stored')
  return made
}

/** Decides an objection that is open; undefined when somebody was faster. */
export async function decideObjection(
  tx: Db,
  id: string,
  change: Pick<typeof objections.$inferSelect, 'outcome' | 'reason' | 'decidedBy' | 'decidedAt'>,
) {
  const [row] = await tx
    .update(objections)
    .set(change)
    .where(and(eq(objections.id, id), isNull(objections.outcome)))
    .returning()
  return row
}

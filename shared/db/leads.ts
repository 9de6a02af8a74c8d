import { and, count, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { LeadSource, LeadState } from '#shared/domain/lead.ts'
import type { Platform } from '#shared/domain/room.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { leads, operators, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Lead = typeof leads.$inferSelect

export interface LeadFilter extends PageQuery {
  readonly direction?: 'in' | 'out' | undefined
  readonly source?: LeadSource | undefined
  readonly state?: LeadState | undefined
  readonly roomId?: string | undefined
  readonly unmatched?: boolean | undefined
  readonly overdueAt?: Date | undefined
}

const newestFirst = [
  { column: leads.createdAt, down: true },
  { column: leads.id, down: true },
] as const

/** Not received, or not checked, in time. */
const overdue = (at: Date) =>
  or(
    and(eq(leads.state, 'sent'), lt(leads.receiptDueAt, at)),
    and(inArray(leads.state, ['received', 'checking']), lt(leads.checkDueAt, at)),
  )

/** Leads for these eyes, newest first. */
export async function listLeads(db: Db, scope: Scope, filter: LeadFilter) {
  const where = and(
    within(leads.region, scope),
    filter.direction ? eq(leads.direction, filter.direction) : undefined,
    filter.source ? eq(leads.source, filter.source) : undefined,
    filter.state ? eq(leads.state, filter.state) : undefined,
    filter.roomId ? eq(leads.roomId, filter.roomId) : undefined,
    filter.unmatched ? sql`${leads.roomId} is null` : undefined,
    filter.overdueAt ? overdue(filter.overdueAt) : undefined,
  )
  const found = await db
    .select({ lead: leads, room: rooms.name })
    .from(leads)
    .leftJoin(rooms, eq(rooms.id, leads.roomId))
    .where(and(where, afterCursor(newestFirst, filter.after)))
    .orderBy(...orderOf(newestFirst))
    .limit(filter.limit + 1)
  const [total] = await db.select({ n: count() }).from(leads).where(where)
  const page = pageOf(found, filter.limit, ({ lead }) => [lead.createdAt, lead.id])
  return { ...page, total: total?.n ?? 0 }
}

/** One lead for these eyes, held when `hold`; throws `not_found`. */
export async function leadFor(db: Db, scope: Scope, id: string, hold = false): Promise<Lead> {
  const query = db
    .select()
    .from(leads)
    .where(and(eq(leads.id, id), within(leads.region, scope)))
  const [row] = hold ? await query.for('update') : await query
  if (!row) throw new AppError('not_found', '没有这条线索，或不在您的辖区。')
  return row
}

/** The lead that came in under the other system's number, whoever has it. */
export async function leadByExternalNo(tx: Db, source: LeadSource, externalNo: string) {
  const [row] = await tx
    .select()
    .from(leads)
    .where(and(eq(leads.source, source), eq(leads.externalNo, externalNo)))
    .for('update')
  return row
}

export async function addLead(tx: Db, row: typeof leads.$inferInsert): Promise<Lead> {
  const [made] = await tx.insert(leads).values(row).returning()
  if (!made) throw new Error('lead not stored')
  return made
}

/** Changes a lead from the version that was read; throws `conflict` when somebody was faster. */
export async function updateLead(
  tx: Db,
  { id, version }: Pick<Lead, 'id' | 'version'>,
  change: Partial<typeof leads.$inferInsert>,
): Promise<Lead> {
  const [row] = await tx
    .update(leads)
    .set({ ...change, version: version + 1 })
    .where(and(eq(leads.id, id), eq(leads.version, version)))
    .returning()
  if (!row) throw new AppError('conflict', '线索刚被他人修改，请刷新后再看。')
  return row
}

export interface RoomClue {
  readonly platform: Platform | null
  readonly platformId: string
  readonly link: string
  readonly operatorCode: string
  readonly name: string
}

const clueColumns = { id: rooms.id, region: rooms.region, name: rooms.name }

/** The one room within these eyes that a clue names, and by what; null when none or several. The surest clue first. */
export async function roomByClue(db: Db, scope: Scope, clue: RoomClue) {
  const { platform, platformId, link, operatorCode, name } = clue
  const ways = [
    {
      by: 'platform-id' as const,
      where:
        platformId === ''
          ? undefined
          : and(
              eq(rooms.platformId, platformId),
              platform ? eq(rooms.platform, platform) : undefined,
            ),
    },
    { by: 'link' as const, where: link === '' ? undefined : eq(rooms.link, link) },
    {
      by: 'code' as const,
      where: operatorCode === '' ? undefined : eq(operators.code, operatorCode),
    },
    {
      by: 'name' as const,
      where: name === '' ? undefined : or(eq(rooms.name, name), eq(rooms.accountName, name)),
    },
  ]
  for (const { by, where } of ways) {
    if (!where) continue
    const found = await db
      .select(clueColumns)
      .from(rooms)
      .leftJoin(operators, eq(operators.id, rooms.operatorId))
      .where(and(where, within(rooms.region, scope)))
      .limit(2)
    const [only] = found
    if (only && found.length === 1) return { ...only, by }
  }
  return null
}

/** What was handed out and what came of it, over leads sent in a period, for these eyes. */
export async function leadFigures(db: Db, scope: Scope, from: Date, to: Date, now: Date) {
  const [row] = await db
    .select({
      sent: count(),
      received: sql<number>`count(*) filter (where ${isNotNull(leads.receivedAt)})::int`,
      reported: sql<number>`count(*) filter (where ${isNotNull(leads.reportedAt)})::int`,
      closed: sql<number>`count(*) filter (where ${isNotNull(leads.closedAt)})::int`,
      transfers: sql<number>`count(*) filter (where ${leads.outside})::int`,
      overdue: sql<number>`count(*) filter (where ${overdue(now)})::int`,
    })
    .from(leads)
    .where(
      and(
        within(leads.region, scope),
        sql`${leads.sentAt} >= ${from.toISOString()}`,
        sql`${leads.sentAt} < ${to.toISOString()}`,
      ),
    )
  return row ?? { sent: 0, received: 0, reported: 0, closed: 0, transfers: 0, overdue: 0 }
}

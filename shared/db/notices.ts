import { and, count, eq, inArray, lt, ne, notInArray } from 'drizzle-orm'
import type { NoticeState } from '#shared/domain/notice.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { clips, flags, notices, operators, replies, rooms, talks } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type NoticeRow = typeof notices.$inferSelect

/** The operator sees what was served, never a draft. */
const visible = (scope: Scope) =>
  and(
    within(rooms.region, scope, rooms.operatorId),
    scope.operatorId ? ne(notices.state, 'draft') : undefined,
  )

const joined = (db: Db) =>
  db
    .select({
      notice: notices,
      room: rooms.name,
      region: rooms.region,
      operator: operators.name,
    })
    .from(notices)
    .innerJoin(rooms, eq(rooms.id, notices.roomId))
    .leftJoin(operators, eq(operators.id, rooms.operatorId))

export interface NoticeFilter extends PageQuery {
  readonly state?: NoticeState | undefined
  readonly roomId?: string | undefined
  /** Answers due before this instant and not there. */
  readonly overdueAt?: Date | undefined
}

const newestFirst = [
  { column: notices.draftedAt, down: true },
  { column: notices.id, down: true },
] as const

/** Notices for these eyes, newest first. */
export async function listNotices(db: Db, scope: Scope, filter: NoticeFilter) {
  const where = and(
    visible(scope),
    filter.state ? eq(notices.state, filter.state) : undefined,
    filter.roomId ? eq(notices.roomId, filter.roomId) : undefined,
    filter.overdueAt
      ? and(
          inArray(notices.state, ['served', 'read', 'not_accepted']),
          lt(notices.dueAt, filter.overdueAt),
        )
      : undefined,
  )
  const found = await joined(db)
    .where(and(where, afterCursor(newestFirst, filter.after)))
    .orderBy(...orderOf(newestFirst))
    .limit(filter.limit + 1)
  const [total] = await db
    .select({ n: count() })
    .from(notices)
    .innerJoin(rooms, eq(rooms.id, notices.roomId))
    .where(where)
  const page = pageOf(found, filter.limit, ({ notice }) => [notice.draftedAt, notice.id])
  return { ...page, total: total?.n ?? 0 }
}

/** One notice for these eyes, held when `hold`; throws `not_found`. */
export async function noticeFor(db: Db, scope: Scope, id: string, hold = false) {
  const query = joined(db).where(and(eq(notices.id, id), visible(scope)))
  const [row] = hold ? await query.for('update', { of: notices }) : await query
  if (!row) throw new AppError('not_found', '没有这份告知书，或不在您的辖区。')
  return row
}

export async function addNotice(tx: Db, row: typeof notices.$inferInsert): Promise<NoticeRow> {
  const [made] = await tx.insert(notices).values(row).returning()
  if (!made) throw new Error('notice not stored')
  return made
}

/** Changes a notice from the version that was read; throws `conflict` when somebody was faster. */
export async function updateNotice(
  tx: Db,
  { id, version }: Pick<NoticeRow, 'id' | 'version'>,
  change: Partial<typeof notices.$inferInsert>,
): Promise<NoticeRow> {
  const [row] = await tx
    .update(notices)
    .set({ ...change, version: version + 1 })
    .where(and(eq(notices.id, id), eq(notices.version, version)))
    .returning()
  if (!row) throw new AppError('conflict', '告知书刚被他人修改，请刷新后再看。')
  return row
}

/** Notices of a room that ask or asked for something and were not taken back. */
export async function noticesOfRoom(db: Db, roomId: string): Promise<NoticeRow[]> {
  return db
    .select()
    .from(notices)
    .where(and(eq(notices.roomId, roomId), notInArray(notices.state, ['withdrawn'])))
}

export async function addReply(tx: Db, row: typeof replies.$inferInsert) {
  const [made] = await tx.insert(replies).values(row).returning()
  if (!made) throw new Error('reply not stored')
  return made
}

/** Replies to a notice or in a removal case, oldest first. */
export async function repliesTo(
  db: Db,
  to: { readonly noticeId: string } | { readonly proposalId: string },
) {
  const where =
    'noticeId' in to ? eq(replies.noticeId, to.noticeId) : eq(replies.proposalId, to.proposalId)
  return db.select().from(replies).where(where).orderBy(replies.at, replies.id)
}

/** Flags of one room with their clips, for what a case quotes of them. */
export async function quotedFlags(db: Db, roomId: string, ids: readonly string[]) {
  return db
    .select({ flag: flags, clipId: clips.id, clipFiles: clips.files })
    .from(flags)
    .leftJoin(clips, eq(clips.flagId, flags.id))
    .where(and(eq(flags.roomId, roomId), inArray(flags.id, [...ids])))
    .orderBy(flags.saidAt, flags.id)
}

export async function addTalk(tx: Db, row: typeof talks.$inferInsert) {
  const [made] = await tx.insert(talks).values(row).returning()
  if (!made) throw new Error('talk not stored')
  return made
}

const latestTalk = [
  { column: talks.heldAt, down: true },
  { column: talks.id, down: true },
] as const

/** Records of talks for these eyes, newest first. */
export async function listTalks(
  db: Db,
  scope: Scope,
  filter: PageQuery & { readonly roomId?: string | undefined },
) {
  const found = await db
    .select({ talk: talks, room: rooms.name, region: rooms.region })
    .from(talks)
    .innerJoin(rooms, eq(rooms.id, talks.roomId))
    .where(
      and(
        within(rooms.region, scope, rooms.operatorId),
        filter.roomId ? eq(talks.roomId, filter.roomId) : undefined,
        afterCursor(latestTalk, filter.after),
      ),
    )
    .orderBy(...orderOf(latestTalk))
    .limit(filter.limit + 1)
  return pageOf(found, filter.limit, ({ talk }) => [talk.heldAt, talk.id])
}

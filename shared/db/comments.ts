import { and, asc, between, count, eq, gt, inArray, sql } from 'drizzle-orm'
import type { CommentKind } from '#shared/domain/comment.ts'
import type { Db } from './client.ts'
import { comments } from './schema/index.ts'

export type StoredComment = typeof comments.$inferSelect
export type NewComment = Omit<typeof comments.$inferInsert, 'recordingId'>

/** Rows per statement. */
const batch = 2000

export async function clearComments(db: Db, recordingId: string): Promise<void> {
  await db.delete(comments).where(eq(comments.recordingId, recordingId))
}

export async function addComments(
  db: Db,
  recordingId: string,
  rows: readonly NewComment[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += batch) {
    const page = rows.slice(at, at + batch)
    const list = (of: (row: NewComment) => unknown) => sql.param(page.map(of))
    // A column is one parameter: a parameter for each value costs twice as much as storing it.
    await db.insert(comments).select(sql`
      select ${recordingId}::uuid, * from unnest(
        ${list(({ seq }) => seq)}::int[], ${list(({ tMs }) => tMs)}::bigint[],
        ${list(({ atMs }) => atMs ?? null)}::bigint[], ${list(({ kind }) => kind)}::text[],
        ${list(({ text }) => text)}::text[], ${list(({ sender }) => sender ?? null)}::text[],
        ${list(({ staff }) => staff)}::bool[])`)
  }
}

/** Stores comments as they come, a page at a time, so that a file of a million costs one page of memory. */
export function commentWriter(db: Db, recordingId: string) {
  let page: NewComment[] = []
  async function end(): Promise<void> {
    await addComments(db, recordingId, page)
    page = []
  }
  return {
    async add(comment: NewComment): Promise<void> {
      page.push(comment)
      if (page.length >= batch) await end()
    },
    end,
  }
}

/** How many comments each of these recordings has; those without any are not among them. */
export async function commentCounts(
  db: Db,
  recordingIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: comments.recordingId, n: count() })
    .from(comments)
    .where(inArray(comments.recordingId, [...recordingIds]))
    .groupBy(comments.recordingId)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Comments of some kinds in file order, a page after `afterSeq`. */
export async function commentsAfter(
  db: Db,
  recordingId: string,
  kinds: readonly CommentKind[],
  afterSeq: number,
  limit: number,
): Promise<StoredComment[]> {
  return db
    .select()
    .from(comments)
    .where(
      and(
        eq(comments.recordingId, recordingId),
        inArray(comments.kind, [...kinds]),
        gt(comments.seq, afterSeq),
      ),
    )
    .orderBy(asc(comments.seq))
    .limit(limit)
}

/** Comments within a stretch of the recording, in time order, at most `limit`. */
export async function commentsBetween(
  db: Db,
  recordingId: string,
  fromMs: number,
  toMs: number,
  limit = 500,
): Promise<StoredComment[]> {
  return db
    .select()
    .from(comments)
    .where(and(eq(comments.recordingId, recordingId), between(comments.tMs, fromMs, toMs)))
    .orderBy(asc(comments.tMs), asc(comments.seq))
    .limit(limit)
}

import { and, count, desc, eq, sql } from 'drizzle-orm'
import type { GuideForm, GuideKind } from '#shared/domain/guide.ts'
import type { Db } from './client.ts'
import { outer } from './outer.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { guideReceipts, guides, operators } from './schema/index.ts'
import { type Scope, within, withinOrAbove } from './scope.ts'

export type Guide = typeof guides.$inferSelect

/** Files the next version of a document. Two at once collide on the key. */
export async function addGuide(
  db: Db,
  form: GuideForm,
  { sha256, by, at }: { readonly sha256: string; readonly by: string; readonly at: Date },
): Promise<Guide> {
  const [last] = await db
    .select({ version: guides.version })
    .from(guides)
    .where(
      and(eq(guides.region, form.region), eq(guides.kind, form.kind), eq(guides.title, form.title)),
    )
    .orderBy(desc(guides.version))
    .limit(1)
  const version = (last?.version ?? 0) + 1
  const [row] = await db
    .insert(guides)
    .values({ ...form, version, sha256, publishedBy: by, publishedAt: at })
    .returning()
  if (!row) throw new Error('guide not stored')
  return row
}

/** One version, for its own region, those above and those below. */
export async function getGuide(db: Db, scope: Scope, id: string): Promise<Guide | undefined> {
  const [row] = await db
    .select()
    .from(guides)
    .where(and(eq(guides.id, id), withinOrAbove(guides.region, scope)))
  return row
}

const order = [
  { column: guides.publishedAt, down: true },
  { column: guides.id, down: true },
] as const

export interface GuideFilter extends PageQuery {
  readonly kind?: GuideKind | undefined
  /** Only the newest version of each document. */
  readonly newest?: boolean | undefined
}

/** Versions without their text, newest first. `read` counts receipts of operators these eyes may see. */
export async function listGuides(db: Db, scope: Scope, filter: GuideFilter) {
  const { kind, newest, limit, after } = filter
  const read = sql<number>`(select count(*)::int from ${guideReceipts} join ${operators} on ${operators.id} = ${guideReceipts.operatorId} where ${guideReceipts.guideId} = ${outer(guides.id)} and ${within(operators.region, scope, operators.id)})`
  const superseded = sql`exists (select 1 from ${guides} later where later.region = ${guides.region} and later.kind = ${guides.kind} and later.title = ${guides.title} and later.version > ${guides.version})`
  const where = and(
    withinOrAbove(guides.region, scope),
    kind ? eq(guides.kind, kind) : undefined,
    newest ? sql`not ${superseded}` : undefined,
  )
  const [found, [total]] = await Promise.all([
    db
      .select({
        id: guides.id,
        region: guides.region,
        kind: guides.kind,
        title: guides.title,
        version: guides.version,
        sha256: guides.sha256,
        publishedBy: guides.publishedBy,
        publishedAt: guides.publishedAt,
        read,
      })
      .from(guides)
      .where(and(where, afterCursor(order, after)))
      .orderBy(...orderOf(order))
      .limit(limit + 1),
    db.select({ n: count() }).from(guides).where(where),
  ])
  return { ...pageOf(found, limit, (row) => [row.publishedAt, row.id]), total: total?.n ?? 0 }
}

/** Notes that an operator read this version; a second reading changes nothing. Answers whether it was the first. */
export async function addReceipt(
  db: Db,
  receipt: typeof guideReceipts.$inferInsert,
): Promise<boolean> {
  const rows = await db.insert(guideReceipts).values(receipt).onConflictDoNothing().returning()
  return rows.length > 0
}

/** Who has read a version, among the operators these eyes may see. */
export async function receiptsOf(db: Db, scope: Scope, guideId: string) {
  return db
    .select({
      operatorId: operators.id,
      operator: operators.name,
      code: operators.code,
      readBy: guideReceipts.readBy,
      readAt: guideReceipts.readAt,
    })
    .from(guideReceipts)
    .innerJoin(operators, eq(operators.id, guideReceipts.operatorId))
    .where(and(eq(guideReceipts.guideId, guideId), within(operators.region, scope, operators.id)))
    .orderBy(desc(guideReceipts.readAt), operators.id)
    .limit(1000)
}

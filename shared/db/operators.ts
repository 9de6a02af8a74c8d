import { and, count, eq, ilike, or, type SQL, sql } from 'drizzle-orm'
import type { OperatorForm } from '#shared/domain/operator.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { guideReceipts, licences, operators, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { containing } from './search.ts'

export type Operator = typeof operators.$inferSelect

/** The form as the table has it: an unknown place is an empty one. */
function rowOf<F extends Partial<OperatorForm>>(form: F) {
  const places: { registeredPlace?: string; actualPlace?: string } = {}
  if (form.registeredPlace !== undefined) places.registeredPlace = form.registeredPlace ?? ''
  if (form.actualPlace !== undefined) places.actualPlace = form.actualPlace ?? ''
  return { ...form, ...places }
}

export async function addOperator(db: Db, form: OperatorForm, at: Date): Promise<Operator> {
  const [row] = await db
    .insert(operators)
    .values({ ...rowOf(form), createdAt: at, updatedAt: at })
    .returning()
  if (!row) throw new Error('operator not stored')
  return row
}

/** One operator's file, locked for change; undefined when it is not there for these eyes. */
export async function lockOperator(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select()
    .from(operators)
    .where(and(eq(operators.id, id), within(operators.region, scope, operators.id)))
    .for('update')
  return row
}

export async function updateOperator(
  db: Db,
  { id, version }: Pick<Operator, 'id' | 'version'>,
  change: Partial<OperatorForm>,
  at: Date,
): Promise<Operator> {
  const [row] = await db
    .update(operators)
    .set({ ...rowOf(change), updatedAt: at, version: version + 1 })
    .where(eq(operators.id, id))
    .returning()
  if (!row) throw new Error('operator gone')
  return row
}

/** An operator by its id, for what was allowed already. */
export async function operatorOf(db: Db, id: string): Promise<Operator> {
  const [row] = await db.select().from(operators).where(eq(operators.id, id))
  if (!row) throw new Error('operator gone')
  return row
}

/** An operator with licences, rooms and receipts, or undefined when it is not there for these eyes. */
export async function operatorFile(db: Db, scope: Scope, id: string) {
  const [operator] = await db
    .select()
    .from(operators)
    .where(and(eq(operators.id, id), within(operators.region, scope, operators.id)))
  if (!operator) return undefined
  const [owned, held, read] = await Promise.all([
    db
      .select({ id: rooms.id, name: rooms.name, platform: rooms.platform, region: rooms.region })
      .from(rooms)
      .where(and(eq(rooms.operatorId, id), within(rooms.region, scope, rooms.operatorId)))
      .orderBy(rooms.name),
    db.select().from(licences).where(eq(licences.operatorId, id)).orderBy(licences.validUntil),
    db.select().from(guideReceipts).where(eq(guideReceipts.operatorId, id)),
  ])
  return { ...operator, rooms: owned, licences: held, receipts: read }
}

export interface OperatorFilter extends PageQuery {
  readonly text?: string | undefined
  readonly region?: string | undefined
  readonly sort: 'name' | 'updated'
  /** On one of the lists of bad credit, by the last look-up. */
  readonly listed?: boolean | undefined
}

const isListed = (listed: boolean) => {
  const bad = sql`(coalesce((${operators.abnormal}->>'listed')::boolean, false) or coalesce((${operators.dishonest}->>'listed')::boolean, false))`
  return listed ? bad : sql`not ${bad}`
}

const orders = {
  name: [{ column: operators.name }, { column: operators.id }],
  updated: [
    { column: operators.updatedAt, down: true },
    { column: operators.id, down: true },
  ],
} as const

export async function listOperators(db: Db, scope: Scope, filter: OperatorFilter) {
  const { text, region, listed, sort, limit, after } = filter
  const where: (SQL | undefined)[] = [
    within(operators.region, scope, operators.id),
    region ? within(operators.region, { region }) : undefined,
    text ? or(ilike(operators.name, containing(text)), eq(operators.code, text)) : undefined,
    listed === undefined ? undefined : isListed(listed),
  ]
  const keys = orders[sort]
  const [found, [total]] = await Promise.all([
    db
      .select()
      .from(operators)
      .where(and(...where, afterCursor(keys, after)))
      .orderBy(...orderOf(keys))
      .limit(limit + 1),
    db
      .select({ n: count() })
      .from(operators)
      .where(and(...where)),
  ])
  const page = pageOf(found, limit, (row) => [sort === 'name' ? row.name : row.updatedAt, row.id])
  return { ...page, total: total?.n ?? 0 }
}

import { and, count, eq, sql } from 'drizzle-orm'
import type { MeasureForm, OfferState, SupportKind } from '#shared/domain/support.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { operators, supportMeasures, supportOffers } from './schema/index.ts'
import { type Scope, within, withinOrAbove } from './scope.ts'

export type Measure = typeof supportMeasures.$inferSelect
export type Offer = typeof supportOffers.$inferSelect

export async function addMeasure(
  db: Db,
  form: MeasureForm,
  createdBy: string,
  at: Date,
): Promise<Measure> {
  const [row] = await db
    .insert(supportMeasures)
    .values({ ...form, createdBy, createdAt: at })
    .returning()
  if (!row) throw new Error('measure not stored')
  return row
}

export async function getMeasure(db: Db, scope: Scope, id: string): Promise<Measure | undefined> {
  const [row] = await db
    .select()
    .from(supportMeasures)
    .where(and(eq(supportMeasures.id, id), withinOrAbove(supportMeasures.region, scope)))
  return row
}

const measureOrder = [
  { column: supportMeasures.validFrom, down: true },
  { column: supportMeasures.id, down: true },
] as const

export interface MeasureFilter extends PageQuery {
  readonly kind?: SupportKind | undefined
  /** In force on this day. */
  readonly on?: string | undefined
}

export async function listMeasures(db: Db, scope: Scope, filter: MeasureFilter) {
  const { kind, on, limit, after } = filter
  const { validFrom, validUntil, region } = supportMeasures
  const where = and(
    withinOrAbove(region, scope),
    kind ? eq(supportMeasures.kind, kind) : undefined,
    on
      ? sql`${validFrom} <= ${on}::date and coalesce(${validUntil}, 'infinity') >= ${on}::date`
      : undefined,
  )
  const [found, [total]] = await Promise.all([
    db
      .select()
      .from(supportMeasures)
      .where(and(where, afterCursor(measureOrder, after)))
      .orderBy(...orderOf(measureOrder))
      .limit(limit + 1),
    db.select({ n: count() }).from(supportMeasures).where(where),
  ])
  return { ...pageOf(found, limit, (row) => [row.validFrom, row.id]), total: total?.n ?? 0 }
}

export async function addOffer(db: Db, offer: typeof supportOffers.$inferInsert): Promise<Offer> {
  const [row] = await db.insert(supportOffers).values(offer).returning()
  if (!row) throw new Error('offer not stored')
  return row
}

/** One offer, locked for change; undefined when its operator is not there for these eyes. */
export async function lockOffer(db: Db, scope: Scope, id: string): Promise<Offer | undefined> {
  const [row] = await db
    .select({ offer: supportOffers })
    .from(supportOffers)
    .innerJoin(operators, eq(operators.id, supportOffers.operatorId))
    .where(and(eq(supportOffers.id, id), within(operators.region, scope, operators.id)))
    .for('update', { of: supportOffers })
  return row?.offer
}

export async function setOffer(
  db: Db,
  id: string,
  change: { readonly state: OfferState; readonly outcome: string; readonly outcomeOn: string },
): Promise<Offer> {
  const [row] = await db
    .update(supportOffers)
    .set(change)
    .where(eq(supportOffers.id, id))
    .returning()
  if (!row) throw new Error('offer gone')
  return row
}

const offerOrder = [
  { column: supportOffers.offeredOn, down: true },
  { column: supportOffers.id, down: true },
] as const

export interface OfferFilter extends PageQuery {
  readonly measureId?: string | undefined
  readonly operatorId?: string | undefined
  readonly state?: OfferState | undefined
}

/** Who was offered what and what came of it, newest first, among the operators these eyes may see. */
export async function listOffers(db: Db, scope: Scope, filter: OfferFilter) {
  const { measureId, operatorId, state, limit, after } = filter
  const where = and(
    within(operators.region, scope, operators.id),
    measureId ? eq(supportOffers.measureId, measureId) : undefined,
    operatorId ? eq(supportOffers.operatorId, operatorId) : undefined,
    state ? eq(supportOffers.state, state) : undefined,
  )
  const [found, [total]] = await Promise.all([
    db
      .select({
        id: supportOffers.id,
        measureId: supportOffers.measureId,
        measure: supportMeasures.title,
        kind: supportMeasures.kind,
        operatorId: supportOffers.operatorId,
        operator: operators.name,
        offeredOn: supportOffers.offeredOn,
        offeredBy: supportOffers.offeredBy,
        state: supportOffers.state,
        outcome: supportOffers.outcome,
        outcomeOn: supportOffers.outcomeOn,
      })
      .from(supportOffers)
      .innerJoin(operators, eq(operators.id, supportOffers.operatorId))
      .innerJoin(supportMeasures, eq(supportMeasures.id, supportOffers.measureId))
      .where(and(where, afterCursor(offerOrder, after)))
      .orderBy(...orderOf(offerOrder))
      .limit(limit + 1),
    db
      .select({ n: count() })
      .from(supportOffers)
      .innerJoin(operators, eq(operators.id, supportOffers.operatorId))
      .where(where),
  ])
  return { ...pageOf(found, limit, (row) => [row.offeredOn, row.id]), total: total?.n ?? 0 }
}

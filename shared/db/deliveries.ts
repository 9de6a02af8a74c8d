import { and, asc, desc, eq, gte, inArray, lte } from 'drizzle-orm'
import type { DeliveryState } from '#shared/domain/delivery.ts'
import type { Db } from './client.ts'
import { dailyReports, deliveries } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Delivery = typeof deliveries.$inferSelect
export type NewDelivery = Pick<Delivery, 'kind' | 'subject' | 'recipient' | 'region' | 'title'>

/** Files what is to leave; what was filed before is left as it is. */
export async function addDeliveries(
  tx: Db,
  wanted: readonly NewDelivery[],
  now: Date,
): Promise<void> {
  if (wanted.length === 0) return
  const rows = wanted.map((one) => ({ ...one, nextTryAt: now, createdAt: now }))
  await tx.insert(deliveries).values(rows).onConflictDoNothing()
}

/** Those of these subjects that are filed. */
export async function filedFor(db: Db, subjects: readonly string[]): Promise<Delivery[]> {
  if (subjects.length === 0) return []
  return db
    .select()
    .from(deliveries)
    .where(inArray(deliveries.subject, [...subjects]))
}

/** Reports that were signed in this time, without their figures. */
export async function reportsSigned(db: Db, span: { readonly from: Date; readonly to: Date }) {
  const { id, period, day, region, version, signedAt } = dailyReports
  return db
    .select({ id, period, day, region, version })
    .from(dailyReports)
    .where(and(eq(dailyReports.state, 'signed'), gte(signedAt, span.from), lte(signedAt, span.to)))
    .orderBy(asc(signedAt))
}

export async function dueDeliveries(db: Db, now: Date, limit: number) {
  return db
    .select({ deliveryId: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.state, 'waiting'), lte(deliveries.nextTryAt, now)))
    .orderBy(asc(deliveries.nextTryAt))
    .limit(limit)
}

/** Takes one that is due for one try; undefined when another worker has it. Who dies with it in hand has spent a try. */
export async function claimDelivery(
  db: Db,
  id: string,
  now: Date,
  holdMs: number,
): Promise<Delivery | undefined> {
  return db.transaction(async (tx) => {
    const due = and(
      eq(deliveries.id, id),
      eq(deliveries.state, 'waiting'),
      lte(deliveries.nextTryAt, now),
    )
    const [row] = await tx.select().from(deliveries).where(due).for('update', { skipLocked: true })
    if (!row) return undefined
    const change = { attempts: row.attempts + 1, nextTryAt: new Date(now.getTime() + holdMs) }
    await tx.update(deliveries).set(change).where(eq(deliveries.id, id))
    return { ...row, ...change }
  })
}

export async function noteOutcome(
  db: Db,
  id: string,
  change: Partial<
    Pick<Delivery, 'state' | 'nextTryAt' | 'failure' | 'confirmation' | 'sentAt' | 'attempts'>
  >,
): Promise<void> {
  await db.update(deliveries).set(change).where(eq(deliveries.id, id))
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined
  readonly limit: number
}

/** What left, or should, of a scope; the newest on top. */
export async function listDeliveries(db: Db, scope: Scope, { state, limit }: DeliveryFilter) {
  const here = within(deliveries.region, scope)
  const where = and(here, state ? eq(deliveries.state, state) : undefined)
  return db
    .select()
    .from(deliveries)
    .where(where)
    .orderBy(desc(deliveries.createdAt), asc(deliveries.id))
    .limit(limit)
}

/** One delivery, held; undefined when it is not there for these eyes. */
export async function lockDelivery(
  tx: Db,
  scope: Scope,
  id: string,
): Promise<Delivery | undefined> {
  const [row] = await tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.id, id), within(deliveries.region, scope)))
    .for('update')
  return row
}

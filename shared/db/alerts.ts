import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { AlertCause, AlertKind } from '#shared/domain/alert.ts'
import type { Db } from './client.ts'
import { alerts } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Alert = typeof alerts.$inferSelect

export async function openAlerts(db: Db): Promise<Alert[]> {
  return db.select().from(alerts).where(isNull(alerts.closedAt)).orderBy(alerts.openedAt, alerts.id)
}

export async function alertById(db: Db, id: string): Promise<Alert | undefined> {
  const [row] = await db.select().from(alerts).where(eq(alerts.id, id))
  return row
}

/** Opens alerts; one that is open already stays the one it is. */
export async function openNew(tx: Db, causes: readonly AlertCause[], now: Date): Promise<void> {
  if (causes.length === 0) return
  await tx
    .insert(alerts)
    .values(causes.map((cause) => ({ ...cause, openedAt: now })))
    .onConflictDoNothing()
}

export async function closeAlerts(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(alerts)
    .set({ closedAt: now })
    .where(and(inArray(alerts.id, [...ids]), isNull(alerts.closedAt)))
}

export interface AlertFilter {
  readonly kind?: AlertKind | undefined
  /** Also those whose cause is gone, of so many hours. */
  readonly closedHours: number
  readonly limit: number
}

/** Alerts of a scope, open ones first, the newest on top. */
export async function listAlerts(db: Db, scope: Scope, filter: AlertFilter, now: Date) {
  const since = new Date(now.getTime() - filter.closedHours * 3_600_000).toISOString()
  const shown = or(isNull(alerts.closedAt), sql`${alerts.closedAt} > ${since}::timestamptz`)
  const where = and(
    within(alerts.region, scope),
    filter.kind ? eq(alerts.kind, filter.kind) : undefined,
    shown,
  )
  const rows = await db
    .select()
    .from(alerts)
    .where(where)
    .orderBy(sql`${alerts.closedAt} is not null`, desc(alerts.openedAt), alerts.id)
    .limit(filter.limit)
  const open = await db.$count(alerts, and(within(alerts.region, scope), isNull(alerts.closedAt)))
  return { rows, open }
}

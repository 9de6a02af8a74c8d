import { createHash } from 'node:crypto'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { auditEvents } from './schema/index.ts'

export interface AuditLine {
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Record<string, unknown>
}

/** Any number; equal for everybody who appends. */
const auditLock = 4_711_037

/**
 * Appends a line that carries the hash of the one before, inside the caller's transaction, so that an act and its
 * record stand or fall together. Appenders wait for each other until commit.
 */
export async function audit(tx: Db, line: AuditLine): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${auditLock})`)
  const [last] = await tx
    .select({ hash: auditEvents.hash })
    .from(auditEvents)
    .orderBy(desc(auditEvents.seq))
    .limit(1)
  const previous = last?.hash ?? ''
  await tx.insert(auditEvents).values({ ...line, previous, hash: hashOf(previous, line) })
}

/** SHA-256 over the previous hash and the line's fields in a fixed order. */
export function hashOf(previous: string, line: AuditLine): string {
  const { at, actor, action, subject, detail } = line
  const body = JSON.stringify([
    previous,
    at.toISOString(),
    actor,
    action,
    subject,
    canonical(detail),
  ])
  return createHash('sha256').update(body).digest('hex')
}

/** The sequence number of the first line that does not follow from the one before, or null when the chain holds. */
export async function firstBrokenLine(db: Db): Promise<number | null> {
  const lines = await db.select().from(auditEvents).orderBy(auditEvents.seq)
  let previous = ''
  for (const line of lines) {
    if (line.previous !== previous || line.hash !== hashOf(previous, line)) return line.seq
    previous = line.hash
  }
  return null
}

export interface AuditFilter {
  readonly limit: number
  /** Lines older than this one. */
  readonly before?: number | undefined
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
}

/** Lines newest first without their content: of the detail only the reason. */
export async function listAudit(db: Db, filter: AuditFilter) {
  const { limit, before, actor, action, subject } = filter
  const rows = await db
    .select({
      seq: auditEvents.seq,
      at: auditEvents.at,
      actor: auditEvents.actor,
      action: auditEvents.action,
      subject: auditEvents.subject,
      reason: sql<string | null>`${auditEvents.detail}->>'reason'`,
      hash: auditEvents.hash,
    })
    .from(auditEvents)
    .where(
      and(
        before ? lt(auditEvents.seq, before) : undefined,
        actor ? eq(auditEvents.actor, actor) : undefined,
        action ? eq(auditEvents.action, action) : undefined,
        subject ? eq(auditEvents.subject, subject) : undefined,
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null }
}

/** Objects with sorted keys: JSON columns do not keep their order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  )
}

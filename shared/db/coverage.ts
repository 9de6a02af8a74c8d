import { and, asc, eq, inArray } from 'drizzle-orm'
import type { CoverageKind, CoverageSpan } from '#shared/domain/coverage.ts'
import type { Db } from './client.ts'
import { coverage } from './schema/index.ts'

/** Replaces what the ledger says of one recording for these kinds. */
export async function saveCoverage(
  db: Db,
  recordingId: string,
  kinds: readonly CoverageKind[],
  spans: readonly CoverageSpan[],
): Promise<void> {
  await db
    .delete(coverage)
    .where(and(eq(coverage.recordingId, recordingId), inArray(coverage.kind, [...kinds])))
  const rows = spans
    .filter((span) => span.toMs > span.fromMs)
    .map((span) => ({
      ...span,
      recordingId,
      fromMs: Math.round(span.fromMs),
      toMs: Math.round(span.toMs),
    }))
  if (rows.length > 0) await db.insert(coverage).values(rows).onConflictDoNothing()
}

/** What the ledger says of one recording for one kind, in order of time. */
export async function coverageOf(
  db: Db,
  recordingId: string,
  kind: CoverageKind,
): Promise<CoverageSpan[]> {
  return db
    .select({
      kind: coverage.kind,
      fromMs: coverage.fromMs,
      toMs: coverage.toMs,
      gap: coverage.gap,
    })
    .from(coverage)
    .where(and(eq(coverage.recordingId, recordingId), eq(coverage.kind, kind)))
    .orderBy(asc(coverage.fromMs))
}

import { and, desc, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Db } from './client.ts'
import { captureGaps } from './schema/index.ts'

/** Where captures had no stream since `from`, the latest first; an open end means that there still is none. */
export async function breaksSince(db: Db, captureIds: readonly string[], from: Date) {
  return db
    .select({
      captureId: captureGaps.captureId,
      fromAt: captureGaps.fromAt,
      toAt: captureGaps.toAt,
      reason: captureGaps.reason,
    })
    .from(captureGaps)
    .where(
      and(
        inArray(captureGaps.captureId, [...captureIds]),
        or(isNull(captureGaps.toAt), gt(captureGaps.toAt, from)),
      ),
    )
    .orderBy(desc(captureGaps.fromAt))
}

import type { Db } from '#shared/db/client.ts'
import { roomEvents } from '#shared/db/pool.ts'
import { addDays, dayMs, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { standing } from '#shared/domain/standing.ts'

/**
 * A room's score and colour at the end of each of the last `days` days (Shanghai), today's as of now: recomputed from the
 * log under the policy of each day, with what is known now.
 */
export async function standingCourse(
  { db, policies }: { readonly db: Db; readonly policies: readonly PoolPolicy[] },
  roomId: string,
  nowMs: number,
  days: number,
) {
  const events = await roomEvents(db, roomId)
  const today = dayOf(nowMs)
  return Array.from({ length: days }, (_, i) => {
    const day = addDays(today, i + 1 - days)
    const { score, colour } = standing(
      events,
      policies,
      Math.min(nowMs, dayStartMs(day) + dayMs - 1),
      nowMs,
    )
    return { day, score, colour }
  })
}

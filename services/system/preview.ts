import { asc, eq } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { roomEvents } from '#shared/db/pool.ts'
import { memberships, rooms } from '#shared/db/schema/index.ts'
import { type Scope, within } from '#shared/db/scope.ts'
import { type Day, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { isInPool } from '#shared/domain/membership.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { type Colour, PoolPolicy } from '#shared/domain/pool-policy.ts'
import { standing } from '#shared/domain/standing.ts'
import { parsePolicy } from '#shared/policy/load.ts'

interface Stands {
  readonly score: number
  readonly colour: Colour
}

export interface Preview {
  /** The day compared: today, or the first day of the newest version where that lies ahead. */
  readonly day: Day
  readonly rooms: number
  /** Those whose score or colour would be another, the worst fallen first. */
  readonly moved: readonly { id: string; name: string; before: Stands; after: Stands }[]
}

/**
 * What an edited policies/pool.yaml would do to the rooms of a region, nothing being stored. Both policies judge the
 * same log on the same day. Throws `invalid` with the faults of the text.
 */
export async function previewPool(
  db: Db,
  scope: Scope,
  text: string,
  policies: readonly PoolPolicy[],
  now: Date,
): Promise<Preview> {
  const { versions } = parsePolicy(text, policyFile(PoolPolicy), 'pool.yaml')
  const starts = versions.map(({ effectiveFrom }) => dayStartMs(effectiveFrom))
  const atMs = Math.max(now.getTime(), ...starts)
  const all = await db
    .select({ id: rooms.id, name: rooms.name, state: memberships.state })
    .from(rooms)
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .where(within(rooms.region, scope, rooms.operatorId))
    .orderBy(asc(rooms.name))
  const moved: { id: string; name: string; before: Stands; after: Stands }[] = []
  const pool = all.filter(({ state }) => isInPool(state))
  for (const { id, name } of pool) {
    const events = await roomEvents(db, id)
    const [before, after] = [policies, versions].map((list) => {
      const { score, colour } = standing(events, list, atMs)
      return { score, colour }
    })
    if (!before || !after) continue
    if (before.score !== after.score || before.colour !== after.colour)
      moved.push({ id, name, before, after })
  }
  moved.sort((a, b) => a.after.score - a.before.score - (b.after.score - b.before.score))
  return { day: dayOf(atMs), rooms: pool.length, moved }
}

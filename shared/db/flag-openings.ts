import { and, eq } from 'drizzle-orm'
import type { Db } from './client.ts'
import { flagOpenings, flags, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** How grave a flag is and when this person first opened it; undefined when it is not there for these eyes. */
export async function openingOf(db: Db, scope: Scope, flagId: string, by: string) {
  const mine = and(eq(flagOpenings.flagId, flags.id), eq(flagOpenings.by, by))
  const [row] = await db
    .select({ severity: flags.severity, openedAt: flagOpenings.at })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .leftJoin(flagOpenings, mine)
    .where(and(eq(flags.id, flagId), within(rooms.region, scope)))
  return row
}

/** Notes the first opening; later ones change nothing. */
export async function saveOpening(db: Db, flagId: string, by: string, at: Date): Promise<void> {
  await db.insert(flagOpenings).values({ flagId, by, at }).onConflictDoNothing()
}

import { and, eq, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { flagOpenings, flags, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** How grave a flag is and since when this person had it open; undefined when it is not there for these eyes. */
export async function openingOf(db: Db, scope: Scope, flagId: string, by: string) {
  const mine = and(eq(flagOpenings.flagId, flags.id), eq(flagOpenings.by, by))
  const [row] = await db
    .select({
      severity: flags.severity,
      openedAt: sql<Date | null>`coalesce(${flagOpenings.saidAt}, ${flagOpenings.at})`.mapWith(
        flagOpenings.at,
      ),
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .leftJoin(flagOpenings, mine)
    .where(and(eq(flags.id, flagId), within(rooms.region, scope)))
  return row
}

export type Opening = typeof flagOpenings.$inferInsert

/** Notes the first opening; later ones change nothing. */
export async function saveOpening(db: Db, opening: Opening): Promise<void> {
  await db.insert(flagOpenings).values(opening).onConflictDoNothing()
}

import { and, eq } from 'drizzle-orm'
import type { Db } from './client.ts'
import { clips, flags, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Clip = typeof clips.$inferSelect

/** Stores a flag's evidence; a second cut of the same flag changes nothing. */
export async function saveClip(db: Db, clip: typeof clips.$inferInsert): Promise<void> {
  await db.insert(clips).values(clip).onConflictDoNothing({ target: clips.flagId })
}

export async function clipOf(db: Db, flagId: string): Promise<Clip | undefined> {
  const [row] = await db.select().from(clips).where(eq(clips.flagId, flagId))
  return row
}

/** A clip for people; undefined when it is not there for these eyes. */
export async function clipForPeople(db: Db, scope: Scope, id: string): Promise<Clip | undefined> {
  const [row] = await db
    .select({ clip: clips })
    .from(clips)
    .innerJoin(flags, eq(flags.id, clips.flagId))
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(and(eq(clips.id, id), within(rooms.region, scope, rooms.operatorId)))
  return row?.clip
}

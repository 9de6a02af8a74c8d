import { and, asc, eq, gte, lt } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { flags, memberships } from '#shared/db/schema/index.ts'

/** Rooms in the pool with confirmed leads older than `before`: what a paper may be written about, up to three a room. */
export async function roomsWithLeads(
  db: Db,
  before: Date,
): Promise<{ readonly roomId: string; readonly flagIds: readonly string[] }[]> {
  const rows = await db
    .select({ roomId: flags.roomId, id: flags.id })
    .from(flags)
    .innerJoin(memberships, eq(memberships.roomId, flags.roomId))
    .where(
      and(
        eq(memberships.state, 'listed'),
        eq(flags.state, 'confirmed'),
        eq(flags.audience, false),
        gte(flags.severity, 3),
        lt(flags.saidAt, before),
      ),
    )
    .orderBy(asc(flags.roomId), asc(flags.saidAt))
  const byRoom = new Map<string, string[]>()
  for (const { roomId, id } of rows) byRoom.set(roomId, [...(byRoom.get(roomId) ?? []), id])
  return [...byRoom].map(([roomId, ids]) => ({ roomId, flagIds: ids.slice(0, 3) }))
}

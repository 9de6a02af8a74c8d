import { and, desc, eq, ne, notInArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { flags, rooms, verdicts } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** What a flag is compared by; undefined when it is not there for these eyes. */
export async function kindOfFlag(db: Db, scope: Scope, id: string) {
  const { roomId, category, phrase } = flags
  const [row] = await db
    .select({ id: flags.id, roomId, category, phrase })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, roomId))
    .where(and(eq(flags.id, id), within(rooms.region, scope)))
  return row
}

type FlagKind = NonNullable<Awaited<ReturnType<typeof kindOfFlag>>>

export const ofRoom = ({ roomId }: FlagKind) => eq(flags.roomId, roomId)
export const ofPhrase = ({ category, phrase }: FlagKind) =>
  and(eq(flags.category, category), eq(flags.phrase, phrase))

/** The newest verdicts that stand on other flags, without those in `hidden`, newest first. */
export async function pastVerdicts(
  db: Db,
  scope: Scope,
  { kind, like, hidden, limit }: PastFilter,
) {
  const newest = sql`not exists (select 1 from ${verdicts} v where v.supersedes = ${verdicts.id})`
  return db
    .select({
      flagId: flags.id,
      roomId: flags.roomId,
      room: rooms.name,
      category: flags.category,
      phrase: flags.phrase,
      verdict: flags.state,
      reason: verdicts.reason,
      by: verdicts.by,
      at: verdicts.at,
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(verdicts, eq(verdicts.flagId, flags.id))
    .where(
      and(
        like(kind),
        ne(flags.id, kind.id),
        ne(flags.state, 'open'),
        hidden.length > 0 ? notInArray(flags.id, [...hidden]) : undefined,
        newest,
        within(rooms.region, scope),
      ),
    )
    .orderBy(desc(verdicts.at), desc(verdicts.id))
    .limit(limit)
}

interface PastFilter {
  readonly kind: FlagKind
  readonly like: (kind: FlagKind) => SQL | undefined
  readonly hidden: readonly string[]
  readonly limit: number
}

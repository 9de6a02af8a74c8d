import { and, count, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { FlagState } from '#shared/domain/flag.ts'
import type { Db } from './client.ts'
import { alerts, flags, intake, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { type SeenFlags, seenAsTheyAre, stateSeen } from './second-looks.ts'

/** How far recordings are: a few sums that change whenever one of them takes a step. */
export async function recordingSteps(db: Db, scope: Scope) {
  const [steps] = await db
    .select({
      all: count(),
      read: sql<number>`(count(*) filter (where ${recordings.ingestState} = 'done'))::int`,
      heard: sql<number>`(count(*) filter (where ${recordings.transcriptState} = 'done'))::int`,
      searched: sql<number>`count(${recordings.detectedKey})::int`,
      failed: sql<number>`count(${recordings.failedStage})::int`,
    })
    .from(recordings)
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(within(rooms.region, scope))
  const files = await db
    .select({ state: intake.state, n: count() })
    .from(intake)
    .where(within(intake.region, scope))
    .groupBy(intake.state)
    .orderBy(intake.state)
  return { ...steps, files }
}

export async function openAlertCount(db: Db, scope: Scope): Promise<number> {
  return db.$count(alerts, and(within(alerts.region, scope), isNull(alerts.closedAt)))
}

/** States in which a flag waits for somebody: few of all there ever were, and found by an index. */
const waiting = ['open', 'doubtful'] as const satisfies readonly FlagState[]

/** How many flags of a scope wait, by state: the numbers on the navigation. */
export async function countFlags(db: Db, scope: Scope, seen: SeenFlags = seenAsTheyAre) {
  const state = stateSeen(seen)
  const shown = [...seen].flatMap(([id, as]) => (as.state === null ? [] : [id]))
  return db
    .select({ state, n: count() })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(
      and(
        within(rooms.region, scope),
        isNull(flags.duplicateOf),
        or(inArray(flags.state, waiting), shown.length > 0 ? inArray(flags.id, shown) : undefined),
        inArray(state, waiting),
      ),
    )
    .groupBy(sql`1`)
}

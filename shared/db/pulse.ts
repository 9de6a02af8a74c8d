import { and, count, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { alerts, intake, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

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

import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { IntakeState } from '#shared/domain/intake.ts'
import type { Db } from './client.ts'
import { intake, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** One file as a person of this region may see it. */
export async function intakeForPerson(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select()
    .from(intake)
    .where(and(eq(intake.id, id), within(intake.region, scope)))
  return row
}

/** What people see of the intake: by default what is not simply done, the latest first. */
export function listIntake(
  db: Db,
  scope: Scope,
  filter: { readonly states?: readonly IntakeState[]; readonly limit: number },
) {
  const states = filter.states ?? ['announced', 'growing', 'settling', 'unpaired', 'refused']
  return db
    .select({
      id: intake.id,
      source: intake.source,
      kind: intake.kind,
      path: intake.path,
      objectKey: intake.objectKey,
      state: intake.state,
      bytes: intake.bytes,
      reason: intake.reason,
      note: intake.note,
      dueAt: intake.dueAt,
      changedAt: intake.changedAt,
      recordingId: intake.recordingId,
      room: rooms.name,
    })
    .from(intake)
    .leftJoin(recordings, eq(recordings.id, intake.recordingId))
    .leftJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(and(within(intake.region, scope), inArray(intake.state, [...states])))
    .orderBy(desc(intake.changedAt), asc(intake.path))
    .limit(filter.limit)
}

/** How many files there are in each state. */
export async function countIntake(db: Db, scope: Scope) {
  return db
    .select({ state: intake.state, n: sql<number>`count(*)::int` })
    .from(intake)
    .where(within(intake.region, scope))
    .groupBy(intake.state)
}

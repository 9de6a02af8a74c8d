import { and, count, eq, sql } from 'drizzle-orm'
import type { AttendanceForm, TrainingForm } from '#shared/domain/training.ts'
import type { Db } from './client.ts'
import { outer } from './outer.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import { attendances, streamers, trainings } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Training = typeof trainings.$inferSelect

export async function addTraining(
  db: Db,
  form: TrainingForm,
  createdBy: string,
  at: Date,
): Promise<Training> {
  const [row] = await db
    .insert(trainings)
    .values({ ...form, createdBy, createdAt: at })
    .returning()
  if (!row) throw new Error('training not stored')
  return row
}

export async function lockTraining(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select()
    .from(trainings)
    .where(and(eq(trainings.id, id), within(trainings.region, scope)))
    .for('update')
  return row
}

/** A session with those who were there, or undefined when it is not there for these eyes. */
export async function trainingFile(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select()
    .from(trainings)
    .where(and(eq(trainings.id, id), within(trainings.region, scope)))
  if (!row) return undefined
  const list = await db
    .select({
      streamerId: attendances.streamerId,
      name: streamers.name,
      hours: attendances.hours,
      score: attendances.score,
      passed: attendances.passed,
    })
    .from(attendances)
    .innerJoin(streamers, eq(streamers.id, attendances.streamerId))
    .where(and(eq(attendances.trainingId, id), within(streamers.region, scope)))
    .orderBy(streamers.name, streamers.id)
  return { ...row, attendance: list }
}

const order = [
  { column: trainings.heldOn, down: true },
  { column: trainings.id, down: true },
] as const

export async function listTrainings(db: Db, scope: Scope, { limit, after }: PageQuery) {
  const where = within(trainings.region, scope)
  const attended = sql<number>`(select count(*)::int from ${attendances} join ${streamers} on ${streamers.id} = ${attendances.streamerId} where ${attendances.trainingId} = ${outer(trainings.id)} and ${within(streamers.region, scope)})`
  const [found, [total]] = await Promise.all([
    db
      .select({
        id: trainings.id,
        region: trainings.region,
        title: trainings.title,
        heldOn: trainings.heldOn,
        hours: trainings.hours,
        attended,
      })
      .from(trainings)
      .where(and(where, afterCursor(order, after)))
      .orderBy(...orderOf(order))
      .limit(limit + 1),
    db.select({ n: count() }).from(trainings).where(where),
  ])
  return { ...pageOf(found, limit, ({ heldOn, id }) => [heldOn, id]), total: total?.n ?? 0 }
}

export async function attendanceOf(db: Db, trainingId: string) {
  return db
    .select()
    .from(attendances)
    .where(eq(attendances.trainingId, trainingId))
    .orderBy(attendances.streamerId)
}

/** Adds lines to the attendance list, or puts them right. */
export async function putAttendance(
  db: Db,
  trainingId: string,
  lines: readonly AttendanceForm[],
): Promise<void> {
  for (const { streamerId, ...line } of lines)
    await db
      .insert(attendances)
      .values({ trainingId, streamerId, ...line })
      .onConflictDoUpdate({ target: [attendances.trainingId, attendances.streamerId], set: line })
}

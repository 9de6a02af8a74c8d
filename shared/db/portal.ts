import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { outer } from './outer.ts'
import {
  attendances,
  credentials,
  memberships,
  operators,
  rooms,
  streamers,
  trainings,
} from './schema/index.ts'
import { type Scope, within, withinOrAbove } from './scope.ts'

/** More than any operator has; the portal shows each list whole. */
const most = 500

/** The operator behind an account of the portal, as the bureau has it on file. */
export async function ownOperator(db: Db, scope: Scope, id: string) {
  const { code, name, kind, registeredPlace, foundedOn, representative } = operators
  const [row] = await db
    .select({ id: operators.id, code, name, kind, registeredPlace, foundedOn, representative })
    .from(operators)
    .where(and(eq(operators.id, id), within(operators.region, scope, operators.id)))
  return row
}

/** The operator's rooms with their place in the pool; no score and no colour. */
export async function ownRooms(db: Db, scope: Scope) {
  const { id, name, platform, platformId, accountName, link, type, goods } = rooms
  return db
    .select({
      ...{ id, name, platform, platformId, accountName, link, type, goods },
      place: memberships.state,
    })
    .from(rooms)
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .where(within(rooms.region, scope, rooms.operatorId))
    .orderBy(asc(rooms.name), asc(rooms.id))
    .limit(most)
}

/** The operator's streamers with hours of training and the certificates on file. */
export async function ownStreamers(db: Db, scope: Scope) {
  const hours = sql<number>`(select coalesce(sum(${attendances.hours}), 0)::float8 from ${attendances} where ${attendances.streamerId} = ${outer(streamers.id)})`
  const certificates = sql<number>`(select count(*)::int from ${credentials} where ${credentials.streamerId} = ${outer(streamers.id)} and ${credentials.passed})`
  return db
    .select({
      id: streamers.id,
      name: streamers.name,
      alias: streamers.alias,
      hours,
      certificates,
    })
    .from(streamers)
    .where(within(streamers.region, scope, streamers.operatorId))
    .orderBy(asc(streamers.name), asc(streamers.id))
    .limit(most)
}

/** Trainings of the region and those above, newest first, each with the operator's own people who were there. */
export async function ownTrainings(db: Db, scope: Scope) {
  const mine = within(streamers.region, scope, streamers.operatorId)
  const attended = sql<
    { name: string; hours: number; passed: boolean | null }[]
  >`(select coalesce(json_agg(json_build_object('name', ${streamers.name}, 'hours', ${attendances.hours}, 'passed', ${attendances.passed}) order by ${streamers.name}), '[]') from ${attendances} join ${streamers} on ${streamers.id} = ${attendances.streamerId} where ${attendances.trainingId} = ${outer(trainings.id)} and ${mine})`
  const { id, title, heldOn, hours, place } = trainings
  return db
    .select({ id, title, heldOn, hours, place, attended })
    .from(trainings)
    .where(withinOrAbove(trainings.region, scope))
    .orderBy(desc(trainings.heldOn), desc(trainings.id))
    .limit(100)
}

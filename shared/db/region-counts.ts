import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import { isInPool, MembershipState } from '#shared/domain/membership.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import type { Db } from './client.ts'
import {
  applications,
  flags,
  memberships,
  notices,
  operators,
  removalProposals,
  rooms,
  users,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** What is counted of a region. */
export type Counted =
  | 'rooms'
  | 'listed'
  | 'operators'
  | 'users'
  | 'openFlags'
  | 'notices'
  | 'removals'
  | 'applications'
export type RegionCounts = Readonly<Record<Counted, number>>

const inPool = MembershipState.options.filter(isInPool)

/** What belongs to each region itself, those below it not counted; regions without anything are left out. */
export async function countsByRegion(
  db: Db,
  scope: Scope,
): Promise<Map<RegionPath, Partial<RegionCounts>>> {
  const ofRooms = { region: rooms.region, n: count() }
  const mine = within(rooms.region, scope)
  const found: Record<Counted, { region: string; n: number }[]> = {
    rooms: await db.select(ofRooms).from(rooms).where(mine).groupBy(rooms.region),
    listed: await db
      .select(ofRooms)
      .from(rooms)
      .innerJoin(memberships, eq(memberships.roomId, rooms.id))
      .where(and(mine, inArray(memberships.state, inPool)))
      .groupBy(rooms.region),
    operators: await db
      .select({ region: operators.region, n: count() })
      .from(operators)
      .where(within(operators.region, scope))
      .groupBy(operators.region),
    users: await db
      .select({ region: users.region, n: count() })
      .from(users)
      .where(and(within(users.region, scope), eq(users.active, true), isNull(users.operatorId)))
      .groupBy(users.region),
    openFlags: await db
      .select(ofRooms)
      .from(flags)
      .innerJoin(rooms, eq(rooms.id, flags.roomId))
      .where(and(mine, eq(flags.state, 'open'), isNull(flags.duplicateOf)))
      .groupBy(rooms.region),
    notices: await db
      .select(ofRooms)
      .from(notices)
      .innerJoin(rooms, eq(rooms.id, notices.roomId))
      .where(and(mine, inArray(notices.state, ['served', 'read', 'answered', 'not_accepted'])))
      .groupBy(rooms.region),
    removals: await db
      .select(ofRooms)
      .from(removalProposals)
      .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
      .where(and(mine, eq(removalProposals.state, 'drafted')))
      .groupBy(rooms.region),
    applications: await db
      .select(ofRooms)
      .from(applications)
      .innerJoin(rooms, eq(rooms.id, applications.roomId))
      .where(and(mine, eq(applications.state, 'open')))
      .groupBy(rooms.region),
  }
  const counts = new Map<RegionPath, Partial<RegionCounts>>()
  for (const [what, rows] of Object.entries(found))
    for (const { region, n } of rows) counts.set(region, { ...counts.get(region), [what]: n })
  return counts
}

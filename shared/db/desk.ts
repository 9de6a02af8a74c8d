import { and, asc, count, eq, gte, inArray, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { type Day, dayStartMs } from '#shared/domain/calendar.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import { type RemovalStage, stageOf } from '#shared/domain/removal-stages.ts'
import type { Db } from './client.ts'
import {
  applications,
  dailyReports,
  flags,
  intake,
  lexiconVersions,
  memberships,
  notices,
  recordings,
  removalProposals,
  removalSignatures,
  rooms,
  users,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** Notices somebody has to look after: an answer is awaited, or has come and is to be checked. */
export async function noticesDue(db: Db, scope: Scope, limit: number) {
  const due = sql<Date | null>`case when ${notices.state} = 'answered' then ${notices.recheckDueAt} else ${notices.dueAt} end`
  return db
    .select({
      id: notices.id,
      name: rooms.name,
      region: rooms.region,
      state: notices.state,
      dueAt: due.mapWith(notices.dueAt),
    })
    .from(notices)
    .innerJoin(rooms, eq(rooms.id, notices.roomId))
    .where(
      and(
        within(rooms.region, scope),
        inArray(notices.state, ['draft', 'served', 'read', 'answered', 'not_accepted']),
      ),
    )
    .orderBy(sql`${due} nulls last`, asc(notices.id))
    .limit(limit)
}

/** Removal cases under way with the stage that waits for a signature, the nearest deadline first. */
export async function removalsDue(
  db: Db,
  scope: Scope,
  stages: readonly RemovalStage[],
  limit: number,
) {
  const open = await db
    .select({
      id: removalProposals.id,
      name: rooms.name,
      region: rooms.region,
      dueAt: removalProposals.stageDueAt,
    })
    .from(removalProposals)
    .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
    .where(and(within(rooms.region, scope), eq(removalProposals.state, 'drafted')))
    .orderBy(sql`${removalProposals.stageDueAt} nulls last`, asc(removalProposals.id))
  const signed = await db
    .select()
    .from(removalSignatures)
    .where(
      inArray(
        removalSignatures.proposalId,
        open.map(({ id }) => id),
      ),
    )
    .orderBy(asc(removalSignatures.seq))
  return open
    .flatMap((row) => {
      const signatures = signed.filter(({ proposalId }) => proposalId === row.id)
      // The house has proposed it; before a person takes it up nothing is signed.
      const stage =
        signatures.length === 0
          ? 'verify'
          : stageOf(
              signatures.map(({ at, ...signature }) => ({ ...signature, atMs: at.getTime() })),
            )
      return stage !== 'done' && stage !== 'kept' && stages.includes(stage)
        ? [{ ...row, stage }]
        : []
    })
    .slice(0, limit)
}

/** Applications under way whose room stands at one of these places, the nearest deadline first. */
export async function applicationsDue(
  db: Db,
  scope: Scope,
  places: readonly MembershipState[],
  limit: number,
) {
  return db
    .select({
      id: applications.id,
      name: rooms.name,
      region: rooms.region,
      place: memberships.state,
      dueAt: applications.dueAt,
    })
    .from(applications)
    .innerJoin(rooms, eq(rooms.id, applications.roomId))
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .where(
      and(
        within(rooms.region, scope),
        eq(applications.state, 'open'),
        inArray(memberships.state, [...places]),
      ),
    )
    .orderBy(sql`${applications.dueAt} nulls last`, asc(applications.id))
    .limit(limit)
}

/** How many reports wait for a signature. */
export async function reportsToSign(db: Db, scope: Scope): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(dailyReports)
    .where(and(within(dailyReports.region, scope), eq(dailyReports.state, 'reviewed')))
  return row?.n ?? 0
}

/** Recordings that gave up and files that were refused: minutes nobody heard. */
export async function captureTroubles(db: Db, scope: Scope): Promise<number> {
  const failed = or(isNotNull(recordings.failedStage), eq(recordings.ingestState, 'refused'))
  const [[ours], [files]] = await Promise.all([
    db
      .select({ n: count() })
      .from(recordings)
      .innerJoin(rooms, eq(rooms.id, recordings.roomId))
      .where(and(within(rooms.region, scope), failed)),
    db
      .select({ n: count() })
      .from(intake)
      .where(and(within(intake.region, scope), eq(intake.state, 'refused'))),
  ])
  return (ours?.n ?? 0) + (files?.n ?? 0)
}

/** Leads of the host by the day they were said (Shanghai), from `from` up to but without `to`. */
export async function flagDays(db: Db, scope: Scope, from: Day, to: Day) {
  const day = sql<string>`(${flags.saidAt} at time zone 'Asia/Shanghai')::date::text`
  return db
    .select({
      day,
      found: count(),
      open: sql<number>`(count(*) filter (where ${flags.state} = 'open'))::int`,
      confirmed: sql<number>`(count(*) filter (where ${flags.state} = 'confirmed'))::int`,
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(
      and(
        within(rooms.region, scope),
        isNull(flags.duplicateOf),
        eq(flags.audience, false),
        gte(flags.saidAt, new Date(dayStartMs(from))),
        lt(flags.saidAt, new Date(dayStartMs(to))),
      ),
    )
    .groupBy(day)
    .orderBy(day)
}

/** Which steps of setting the house up have been taken, told from rows; a lexicon counts once people have confirmed it. */
export async function setupSteps(db: Db, scope: Scope, shippedBy: string) {
  const some = async (query: PromiseLike<readonly unknown[]>) => (await query).length > 0
  const [user, room, rule, recording, report] = await Promise.all([
    some(db.select({ id: users.id }).from(users).where(within(users.region, scope)).limit(1)),
    some(db.select({ id: rooms.id }).from(rooms).where(within(rooms.region, scope)).limit(1)),
    some(
      db
        .select({ v: lexiconVersions.version })
        .from(lexiconVersions)
        .where(
          and(eq(lexiconVersions.state, 'published'), ne(lexiconVersions.publishedBy, shippedBy)),
        )
        .limit(1),
    ),
    some(
      db
        .select({ id: recordings.id })
        .from(recordings)
        .innerJoin(rooms, eq(rooms.id, recordings.roomId))
        .where(and(within(rooms.region, scope), isNotNull(recordings.detectedKey)))
        .limit(1),
    ),
    some(
      db
        .select({ id: dailyReports.id })
        .from(dailyReports)
        .where(within(dailyReports.region, scope))
        .limit(1),
    ),
  ])
  return { user, room, rule, recording, report }
}

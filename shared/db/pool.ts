import {
  type AnyColumn,
  and,
  asc,
  desc,
  eq,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { PoolEvent } from '#shared/domain/pool-event.ts'
import type { RemovalStage } from '#shared/domain/removal-stages.ts'
import type { Standing } from '#shared/domain/standing.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import {
  flags,
  memberships,
  poolEvents,
  removalProposals,
  removalSignatures,
  removalSteps,
  rooms,
  verdicts,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Membership = typeof memberships.$inferSelect
export type Proposal = typeof removalProposals.$inferSelect
type Flagged = Extract<PoolEvent, { kind: 'flagged' }>
type Judged = Extract<PoolEvent, { kind: 'verdict' }>

/** Rooms whose stored standing may no longer be the true one: a verdict came, or an instant at which it changes passed. */
export async function pendingStandings(db: Db, now: Date, limit: number) {
  return db
    .select({ roomId: memberships.roomId })
    .from(memberships)
    .where(
      or(
        eq(memberships.stale, true),
        and(isNotNull(memberships.nextChangeAt), lte(memberships.nextChangeAt, now)),
      ),
    )
    .orderBy(asc(memberships.standingAt))
    .limit(limit)
}

/** Holds the room's place in the pool until the transaction ends. */
export async function lockMembership(tx: Db, roomId: string): Promise<Membership | undefined> {
  const [row] = await tx
    .select()
    .from(memberships)
    .where(eq(memberships.roomId, roomId))
    .for('update')
  return row
}

/** The room and its place in the pool, held; throws `not_found` when it is not there for these eyes. */
export async function lockRoomFor(tx: Db, scope: Scope, roomId: string) {
  const [row] = await tx
    .select({ room: rooms, membership: memberships })
    .from(rooms)
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .where(and(eq(rooms.id, roomId), within(rooms.region, scope, rooms.operatorId)))
    .for('update', { of: memberships })
  if (!row) throw new AppError('not_found', '没有这个直播间，或不在您的辖区。')
  return row
}

const ms = (instant: AnyColumn) => sql`(extract(epoch from ${instant}) * 1000)::int8`

/** Everything that happened to a room, as the pool's arithmetic reads it. */
export async function roomEvents(db: Db, roomId: string): Promise<PoolEvent[]> {
  return readLog(db, roomId, {})
}

/**
 * What of it the score and the removals of any day rest on: leads that were confirmed once, and what was done about them.
 * The others cost nothing on any day, and of a large pool's log they are all but a few.
 */
export async function scoreEvents(db: Db, roomId: string): Promise<PoolEvent[]> {
  const confirmed = sql`exists (select 1 from verdicts c where c.flag_id = ${flags.id} and c.verdict = 'confirmed')`
  return readLog(db, roomId, {
    found: confirmed,
    others: sql`${poolEvents.kind} not in ('favourable', 'moved')`,
  })
}

/**
 * Three documents of one query: a log of hundreds of lines is read several times as fast as by rows. A flag judged twice
 * while its broadcast was taken for two counts once.
 */
async function readLog(
  db: Db,
  roomId: string,
  only: { readonly found?: SQL; readonly others?: SQL },
): Promise<PoolEvent[]> {
  const counted = and(eq(flags.roomId, roomId), isNull(flags.duplicateOf), only.found)
  const found = sql`(select coalesce(json_agg(json_build_object(
    'kind', 'flagged', 'id', 'flagged-' || ${flags.id}, 'atMs', ${ms(flags.createdAt)}, 'flag', json_build_object(
      'flagId', ${flags.id}, 'broadcastId', ${flags.broadcastId}, 'rule', ${flags.rule},
      'category', ${flags.category}, 'severity', ${flags.severity}, 'mode', ${flags.mode},
      'channel', ${flags.channel}, 'saidAtMs', ${ms(flags.saidAt)}, 'audience', ${flags.audience},
      'correctedAfterMs', ${flags.correctedAfterMs}))), '[]') from ${flags} where ${counted})`
  const judged = sql`(select coalesce(json_agg(json_build_object(
    'kind', 'verdict', 'id', ${verdicts.id}, 'flagId', ${verdicts.flagId}, 'verdict', ${verdicts.verdict},
    'reason', ${verdicts.reason}, 'by', ${verdicts.by}, 'atMs', ${ms(verdicts.at)},
    'effectiveAtMs', ${ms(verdicts.effectiveAt)}, 'batch', ${verdicts.batch},
    'supersedes', ${verdicts.supersedes})), '[]')
    from ${verdicts} join ${flags} on ${flags.id} = ${verdicts.flagId} where ${counted})`
  const others = sql`(select coalesce(json_agg(${poolEvents.body} order by ${poolEvents.at}), '[]')
    from ${poolEvents} where ${and(eq(poolEvents.roomId, roomId), only.others)})`
  // Wrapped once more, for of a selection's own columns drizzle drops the table's name.
  const [log] = await db
    .select({
      found: sql<Flagged[]>`${found}`,
      judged: sql<Judged[]>`${judged}`,
      others: sql<PoolEvent[]>`${others}`,
    })
    .from(sql`(select 1) as one`)
  return log ? [...log.found, ...log.judged, ...log.others] : []
}

export async function addPoolEvent(
  tx: Db,
  roomId: string,
  body: PoolEvent,
  actor: string,
): Promise<void> {
  await tx
    .insert(poolEvents)
    .values({ id: body.id, roomId, at: new Date(body.atMs), kind: body.kind, body, actor })
  await tx.update(memberships).set({ stale: true }).where(eq(memberships.roomId, roomId))
}

/** The newest event of a kind about a notice that was not taken back. */
export async function eventOf(
  tx: Db,
  roomId: string,
  kind: 'noticed' | 'rectified',
  noticeId: string,
): Promise<PoolEvent | undefined> {
  const rows = await tx
    .select({ body: poolEvents.body })
    .from(poolEvents)
    .where(
      and(
        eq(poolEvents.roomId, roomId),
        eq(poolEvents.kind, kind),
        sql`${poolEvents.body}->>'noticeId' = ${noticeId}`,
      ),
    )
    .orderBy(desc(poolEvents.at))
    .limit(1)
  return rows[0]?.body
}

/** Stores a derived standing; the room is up to date until a new event or `nextChangeMs`. */
export async function saveStanding(
  tx: Db,
  roomId: string,
  standing: Standing,
  nextChangeMs: number | null,
): Promise<void> {
  await tx
    .update(memberships)
    .set({
      score: standing.score,
      colour: standing.colour,
      standing,
      standingAt: new Date(standing.onMs),
      nextChangeAt: nextChangeMs === null ? null : new Date(nextChangeMs),
      stale: false,
    })
    .where(eq(memberships.roomId, roomId))
}

/** The day from which a room that was removed may apply again; null when it was not, or the removal's facts fell. */
export async function removedUntil(db: Db, roomId: string): Promise<string | null> {
  return (await foundedRemoval(db, roomId))?.reapplyFrom ?? null
}

/** Files a draft; undefined when the same facts were proposed before. */
export async function addProposal(tx: Db, proposal: typeof removalProposals.$inferInsert) {
  const [row] = await tx.insert(removalProposals).values(proposal).onConflictDoNothing().returning()
  return row
}

/** The proposal a room is under, if any. */
export async function liveProposal(db: Db, roomId: string): Promise<Proposal | undefined> {
  return lastProposal(db, roomId, eq(removalProposals.state, 'drafted'))
}

/** The removal last carried out whose facts have not been found fallen since. */
export async function foundedRemoval(db: Db, roomId: string): Promise<Proposal | undefined> {
  const founded = isNull(removalProposals.unfoundedAt)
  return lastProposal(db, roomId, and(eq(removalProposals.state, 'published'), founded))
}

async function lastProposal(db: Db, roomId: string, where: SQL | undefined) {
  const [row] = await db
    .select()
    .from(removalProposals)
    .where(and(eq(removalProposals.roomId, roomId), where))
    .orderBy(desc(removalProposals.createdAt))
    .limit(1)
  return row
}

export async function withdrawProposal(tx: Db, id: string, why: string, now: Date) {
  await tx
    .update(removalProposals)
    .set({ state: 'withdrawn', withdrawnAt: now, withdrawnWhy: why, stageDueAt: null })
    .where(and(eq(removalProposals.id, id), eq(removalProposals.state, 'drafted')))
}

export async function markUnfounded(tx: Db, id: string, why: string, now: Date) {
  await tx
    .update(removalProposals)
    .set({ unfoundedAt: now, unfoundedWhy: why })
    .where(eq(removalProposals.id, id))
}

/** The stage that waits in a case under way: what the table of steps says after its last signature. */
const waitingStage = sql<RemovalStage>`coalesce((
  select ${removalSteps.next} from ${removalSignatures} join ${removalSteps}
    on ${removalSteps.stage} = ${removalSignatures.stage} and ${removalSteps.outcome} = ${removalSignatures.outcome}
  where ${removalSignatures.proposalId} = ${removalProposals.id} order by ${removalSignatures.seq} desc limit 1), 'verify')`

/** Proposals for people with the stage that waits, newest first. */
export async function listProposals(db: Db, scope: Scope, limit: number) {
  return db
    .select({
      proposal: removalProposals,
      room: rooms.name,
      region: rooms.region,
      stage: waitingStage,
    })
    .from(removalProposals)
    .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
    .where(within(rooms.region, scope))
    .orderBy(desc(removalProposals.createdAt), asc(removalProposals.id))
    .limit(limit)
}

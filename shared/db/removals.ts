import { and, asc, count, eq, inArray, lte, ne, sql } from 'drizzle-orm'
import type { RemovalSignature, RemovalState } from '#shared/domain/removal-stages.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import type { Proposal } from './pool.ts'
import {
  memberships,
  operators,
  removalProposals,
  removalSignatures,
  rooms,
  secondLooks,
  verdicts,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

const joined = (db: Db) =>
  db
    .select({
      proposal: removalProposals,
      room: rooms.name,
      region: rooms.region,
      operator: operators.name,
      place: memberships.state,
    })
    .from(removalProposals)
    .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .leftJoin(operators, eq(operators.id, rooms.operatorId))

/** The operator sees a case from the day its facts were served. */
const visible = (scope: Scope) =>
  and(
    within(rooms.region, scope, rooms.operatorId),
    scope.operatorId ? sql`${removalProposals.servedAt} is not null` : undefined,
  )

export interface RemovalFilter extends PageQuery {
  readonly state?: RemovalState | undefined
  readonly roomId?: string | undefined
}

const newestFirst = [
  { column: removalProposals.createdAt, down: true },
  { column: removalProposals.id, down: true },
] as const

/** Removal cases for these eyes, newest first. */
export async function listRemovals(db: Db, scope: Scope, filter: RemovalFilter) {
  const where = and(
    visible(scope),
    filter.state ? eq(removalProposals.state, filter.state) : undefined,
    filter.roomId ? eq(removalProposals.roomId, filter.roomId) : undefined,
  )
  const found = await joined(db)
    .where(and(where, afterCursor(newestFirst, filter.after)))
    .orderBy(...orderOf(newestFirst))
    .limit(filter.limit + 1)
  const [total] = await db
    .select({ n: count() })
    .from(removalProposals)
    .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
    .where(where)
  const page = pageOf(found, filter.limit, ({ proposal: p }) => [p.createdAt, p.id])
  return { ...page, total: total?.n ?? 0 }
}

/** One case for these eyes; throws `not_found`. */
export async function removalFor(db: Db, scope: Scope, id: string) {
  const [row] = await joined(db).where(and(eq(removalProposals.id, id), visible(scope)))
  if (!row) throw new AppError('not_found', '没有这件移出建议，或不在您的辖区。')
  return row
}

/**
 * One case, held: the room's place first and then the case, as the pool stage does, so that both wait for each other.
 */
export async function lockRemoval(tx: Db, scope: Scope, id: string) {
  const { proposal } = await removalFor(tx, scope, id)
  await tx
    .select({ id: memberships.roomId })
    .from(memberships)
    .where(eq(memberships.roomId, proposal.roomId))
    .for('update')
  await tx
    .select({ id: removalProposals.id })
    .from(removalProposals)
    .where(eq(removalProposals.id, id))
    .for('update')
  return removalFor(tx, scope, id)
}

/** Changes a case that is under way; `conflict` when it ended meanwhile. */
export async function updateRemoval(
  tx: Db,
  { id, state }: Pick<Proposal, 'id' | 'state'>,
  change: Partial<typeof removalProposals.$inferInsert>,
): Promise<Proposal> {
  const [row] = await tx
    .update(removalProposals)
    .set(change)
    .where(and(eq(removalProposals.id, id), eq(removalProposals.state, state)))
    .returning()
  if (!row) throw new AppError('conflict', '案件状态刚被改变，请刷新后再看。')
  return row
}

/** A case's signatures in their order. */
export async function signaturesOf(db: Db, proposalId: string): Promise<RemovalSignature[]> {
  const rows = await db
    .select()
    .from(removalSignatures)
    .where(eq(removalSignatures.proposalId, proposalId))
    .orderBy(asc(removalSignatures.seq))
  return rows.map(({ stage, outcome, by, reason, at }) => ({
    stage,
    outcome,
    by,
    reason,
    atMs: at.getTime(),
  }))
}

/** Adds the signature after `seq - 1` others; a unique key lets one of two people through, a trigger the right one. */
export async function addSignature(
  tx: Db,
  proposalId: string,
  seq: number,
  { atMs, ...signature }: RemovalSignature,
): Promise<void> {
  await tx.insert(removalSignatures).values({ ...signature, proposalId, seq, at: new Date(atMs) })
}

/**
 * Everybody who decided one of these flags, whatever became of the decision: by a verdict, or in a second look as first,
 * second or decider. A look at a known answer decides nothing.
 */
export async function decidersOf(db: Db, flagIds: readonly string[]): Promise<string[]> {
  if (flagIds.length === 0) return []
  const given = await db
    .selectDistinct({ by: verdicts.by })
    .from(verdicts)
    .where(inArray(verdicts.flagId, [...flagIds]))
  const looks = await db
    .select({ first: secondLooks.first, second: secondLooks.second, final: secondLooks.final })
    .from(secondLooks)
    .where(and(inArray(secondLooks.flagId, [...flagIds]), ne(secondLooks.why, 'known')))
  const opinions = looks.flatMap(({ first, second, final }) => [first, second, final])
  return [...new Set([...given, ...opinions].flatMap((one) => one?.by ?? []))].sort()
}

/** The case of a room that was approved so long ago that its hold is over, and nobody stopped it. */
export async function dueForPublication(db: Db, now: Date, roomId?: string) {
  return db
    .select({ id: removalProposals.id, roomId: removalProposals.roomId })
    .from(removalProposals)
    .where(
      and(
        eq(removalProposals.state, 'drafted'),
        lte(removalProposals.stageDueAt, now),
        roomId ? eq(removalProposals.roomId, roomId) : undefined,
        sql`(select s.stage || s.outcome from ${removalSignatures} s
          where s.proposal_id = ${removalProposals.id} order by s.seq desc limit 1) = 'approveagree'`,
      ),
    )
    .limit(100)
}

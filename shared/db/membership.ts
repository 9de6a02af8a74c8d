import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import {
  apply,
  InPool,
  type MembershipState,
  type MembershipVerb,
  transitions,
} from '#shared/domain/membership.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { addPoolEvent, lockMembership, type Membership } from './pool.ts'
import { memberships } from './schema/index.ts'

/** One step of a room through the pool. `seen` is the state the person acted on, when they saw one. */
export interface Step {
  readonly roomId: string
  readonly verb: MembershipVerb
  readonly reason: string
  readonly by: string
  readonly seen?: MembershipState | undefined
  /** Set with `list`, the last instant of the listing; ignored otherwise. */
  readonly until?: Date | undefined
}

export interface Moved {
  readonly from: MembershipState
  readonly to: MembershipState
}

/**
 * Takes a step inside the caller's transaction: the new state and the line in the room's log. The only writer of
 * `memberships.state`; a trigger holds the same table of steps. Throws `conflict` when the state does not allow it or
 * somebody was faster.
 */
export async function stepIn(tx: Db, step: Step, at: Date): Promise<Moved> {
  const { roomId, verb, reason, by, seen } = step
  const row = await lockMembership(tx, roomId)
  if (!row) throw new AppError('not_found', '没有这个直播间，或不在您的辖区。')
  const from = row.state
  if (seen !== undefined && seen !== from)
    throw new AppError('conflict', '状态刚被他人改变，请刷新后再看。')
  const to = apply(from, verb, row.cameFrom ?? 'listed')
  const changed = await tx
    .update(memberships)
    .set({ state: to, since: at, ...keptWith(row, verb, step.until) })
    .where(and(eq(memberships.roomId, roomId), eq(memberships.state, from)))
    .returning({ roomId: memberships.roomId })
  if (changed.length === 0) throw new AppError('conflict', '状态刚被他人改变，请刷新后再看。')
  const event = { kind: 'moved' as const, id: randomUUID(), atMs: at.getTime() }
  await addPoolEvent(tx, roomId, { ...event, verb, from, to, reason: reason.trim() }, by)
  return { from, to }
}

/**
 * Where `back` leads is remembered while a removal is proposed, and the listing's end for as long as the room may be in
 * its place again: a removal that is taken back gives no longer listing.
 */
function keptWith(
  row: Membership,
  verb: MembershipVerb,
  until: Date | undefined,
): Partial<Pick<Membership, 'cameFrom' | 'until'>> {
  if (verb === 'propose_removal') return { cameFrom: InPool.parse(row.state) }
  if (verb === 'list') return { until: until ?? null }
  if (verb === 'remove') return { cameFrom: null }
  if (verb === 'withdraw' || verb === 'expire') return { cameFrom: null, until: null }
  return row.cameFrom !== null && verb !== 'notify_removal' ? { cameFrom: null } : {}
}

/**
 * Brings a room to a state along the table's own steps, as if it had taken them: rooms that were in the pool before the
 * house kept it, the demo, and tests.
 */
export async function takeOver(
  db: Db,
  roomId: string,
  state: MembershipState,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockMembership(tx, roomId)
    if (!row) throw new Error('room without membership')
    const reason = '接管既有记录'
    for (const verb of wayTo(row.state, state))
      await stepIn(tx, { roomId, verb, reason, by: 'system' }, at)
  })
}

/** The shortest list of verbs from one state to another, without `back`. */
function wayTo(from: MembershipState, to: MembershipState): MembershipVerb[] {
  const ways = new Map<MembershipState, MembershipVerb[]>([[from, []]])
  for (const [state, way] of ways) {
    if (state === to) return way
    for (const row of transitions)
      if (row.from === state && row.to !== 'back' && !ways.has(row.to))
        ways.set(row.to, [...way, row.verb])
  }
  throw new Error(`no way from ${from} to ${to}`)
}

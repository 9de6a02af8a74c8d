import { randomUUID } from 'node:crypto'
import { audit } from '#shared/db/audit.ts'
import type { Db } from '#shared/db/client.ts'
import { lookAtFacts } from '#shared/db/decisions.ts'
import { stepIn } from '#shared/db/membership.ts'
import {
  addPoolEvent,
  addProposal,
  foundedRemoval,
  liveProposal,
  lockMembership,
  type Membership,
  markUnfounded,
  type Proposal,
  pendingStandings,
  roomEvents,
  saveStanding,
  scoreEvents,
  withdrawProposal,
} from '#shared/db/pool.ts'
import { addSignature, dueForPublication } from '#shared/db/removals.ts'
import { roomsOfLapsed } from '#shared/db/second-looks.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { InPool } from '#shared/domain/membership.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolEvent } from '#shared/domain/pool-event.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { flagsOf, proposeRemoval, stillDue } from '#shared/domain/removal.ts'
import { nextChangeMs, type Standing, standing } from '#shared/domain/standing.ts'
import { currentVerdict, type Decision } from '#shared/domain/verdict.ts'
import { poolJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'
import { releaseLapsed } from './second-look.ts'

export interface PoolDeps {
  readonly db: Db
  readonly policies: readonly PoolPolicy[]
  readonly now: () => Date
  /** What removals do by themselves with papers the pool does not know: the house gives it, a test may leave it out. */
  readonly removals?: {
    publish(tx: Db, roomId: string, at: Date): Promise<void>
    withdrawn(tx: Db, proposal: Proposal, why: string, at: Date): Promise<void>
  }
}

interface Room {
  readonly roomId: string
  readonly membership: Membership
  /** What the score rests on. */
  readonly events: readonly PoolEvent[]
  readonly current: Standing
  readonly at: Date
}

/**
 * Derives one room's standing from its log, and what follows by itself: a listing that is over expires, a proposal whose
 * facts fell withdraws, one that is due is drafted. The room's row is held, so that two workers give the same rows as one.
 */
export const poolStage: Stage<{ roomId: string }, PoolDeps> = {
  job: poolJob,
  concurrency: 2,
  // At midnight every room's window moves on: all of a city's rooms in one round.
  atOnce: 20_000,
  async pending({ db, now, removals }, limit) {
    const waiting = removals ? await dueForPublication(db, now()) : []
    const lapsed = await roomsOfLapsed(db, now(), limit)
    const stale = await pendingStandings(db, now(), limit)
    return [...waiting.map(({ roomId }) => ({ roomId })), ...lapsed, ...stale].slice(0, limit)
  },

  async run({ roomId }, it) {
    const { db, policies, now, removals } = it
    const at = now()
    const again = await db.transaction(async (tx) => {
      const membership = await lockMembership(tx, roomId)
      if (!membership) return false
      await releaseLapsed(tx, roomId, at)
      if (await expire(tx, membership, at)) return true
      const events = await scoreEvents(tx, roomId)
      const current = standing(events, policies, at.getTime())
      const room = { roomId, membership, events, current, at }
      const proposal = await liveProposal(tx, roomId)
      if (proposal ? await withdraw(tx, room, proposal, it) : await unfounded(tx, room, policies))
        return true
      if (proposal) await removals?.publish(tx, roomId, at)
      await propose(tx, room, policyOn(policies, at.getTime()))
      const later = nextChangeMs(events, policies, at.getTime())
      await saveStanding(tx, roomId, current, earlier(later, endOf(membership, at)))
      return false
    })
    return again ? [next(poolJob, { roomId })] : []
  },

  // The row stays stale, so the next round tries again; the log line tells why.
  async gaveUp() {},
}

/** When the listing ends, while that is to come. */
function endOf({ until }: Membership, at: Date): number | null {
  return until && until > at ? until.getTime() : null
}

const earlier = (a: number | null, b: number | null) =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)

/**
 * True when the listing was over: the room leaves the pool by itself (有效期届满). One under a removal proposal stays for
 * as long as people decide on it, and expires once it is back in its place.
 */
async function expire(tx: Db, { roomId, state, until }: Membership, at: Date): Promise<boolean> {
  if (!until || until > at || !InPool.safeParse(state).success) return false
  const reason = `入库有效期至 ${dayOf(until.getTime())} 届满`
  const moved = await stepIn(tx, { roomId, verb: 'expire', reason, by: 'system' }, at)
  const detail = { reason, before: { state: moved.from }, after: { state: moved.to } }
  await audit(tx, { at, actor: 'system', action: 'membership.expire', subject: roomId, detail })
  return true
}

/** True when the facts under a proposal fell: the room is stale again, and the next run starts from the new facts. */
async function withdraw(
  tx: Db,
  { roomId, events, at }: Room,
  proposal: Proposal,
  { policies, removals }: PoolDeps,
): Promise<boolean> {
  const atMs = at.getTime()
  const found = stillDue(proposal.body, events, policies, atMs)
  if (found.due) return false
  await withdrawProposal(tx, proposal.id, found.why, at)
  const event = { id: randomUUID(), atMs, proposalId: proposal.id }
  await record(tx, roomId, { kind: 'removal_withdrawn', ...event })
  const step = { roomId, verb: 'withdraw_removal' as const, reason: found.why, by: 'system' }
  await stepIn(tx, step, at)
  await removals?.withdrawn(tx, proposal, found.why, at)
  return true
}

/** True when the facts under a removal that was carried out fell. It is never undone by machine: a person decides on the return. */
async function unfounded(tx: Db, room: Room, policies: readonly PoolPolicy[]): Promise<boolean> {
  const { roomId, membership, events, at } = room
  if (membership.state !== 'removed') return false
  const removal = await foundedRemoval(tx, roomId)
  if (!removal) return false
  const found = stillDue(removal.body, events, policies, at.getTime())
  if (found.due) return false
  const why = found.why.replace(
    '本建议自动撤回',
    '移出决定所依据的事实不再成立，请审批人决定是否恢复在库',
  )
  await markUnfounded(tx, removal.id, why, at)
  const event = { id: randomUUID(), atMs: at.getTime(), proposalId: removal.id }
  await record(tx, roomId, { kind: 'removal_unfounded', ...event, why })
  return true
}

async function propose(tx: Db, room: Room, policy: PoolPolicy): Promise<void> {
  const { roomId, membership, events, current, at } = room
  if (!proposeRemoval(current, events, policy, membership.state)) return
  // Now also what speaks for the operator.
  const body = proposeRemoval(current, await roomEvents(tx, roomId), policy, membership.state)
  if (!body) return
  const flagIds = flagsOf(body)
  if (await lookAtFacts(tx, roomId, linesOf(events, flagIds), policy, at.getTime())) return
  const draft = { roomId, key: body.key, state: 'drafted' as const, body, flagIds, createdAt: at }
  const proposal = await addProposal(tx, draft)
  if (!proposal) return
  await addSignature(tx, proposal.id, 1, {
    stage: 'propose',
    outcome: 'agree',
    by: 'system',
    reason: '达到规则条件，自动起草',
    atMs: at.getTime(),
  })
  const reason = body.triggers.map(({ name }) => name).join('、')
  await stepIn(tx, { roomId, verb: 'propose_removal', reason, by: 'system' }, at)
  await record(tx, roomId, {
    kind: 'removal_proposed',
    id: randomUUID(),
    atMs: at.getTime(),
    proposalId: proposal.id,
    flagIds,
  })
}

/** The decisions a proposal would rest on. */
function linesOf(events: readonly PoolEvent[], flagIds: readonly string[]): Decision[] {
  const lines = events.flatMap((event) => (event.kind === 'verdict' ? [event] : []))
  return flagIds.flatMap((id) => currentVerdict(lines.filter(({ flagId }) => flagId === id)) ?? [])
}

async function record(tx: Db, roomId: string, event: PoolEvent): Promise<void> {
  await addPoolEvent(tx, roomId, event, 'system')
  const detail = { ...event }
  await audit(tx, {
    at: new Date(event.atMs),
    actor: 'system',
    action: event.kind,
    subject: roomId,
    detail,
  })
}

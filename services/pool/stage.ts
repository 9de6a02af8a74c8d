import { randomUUID } from 'node:crypto'
import { audit } from '#shared/db/audit.ts'
import type { Db } from '#shared/db/client.ts'
import {
  addPoolEvent,
  addProposal,
  liveProposal,
  lockMembership,
  type Membership,
  pendingStandings,
  roomEvents,
  saveStanding,
  setMembership,
  withdrawProposal,
} from '#shared/db/pool.ts'
import { apply, InPool } from '#shared/domain/membership.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolEvent } from '#shared/domain/pool-event.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { flagsOf, proposeRemoval, stillDue } from '#shared/domain/removal.ts'
import { nextChangeMs, type Standing, standing } from '#shared/domain/standing.ts'
import { poolJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'

export interface PoolDeps {
  readonly db: Db
  readonly policies: readonly PoolPolicy[]
  readonly now: () => Date
}

interface Room {
  readonly roomId: string
  readonly membership: Membership
  readonly events: readonly PoolEvent[]
  readonly current: Standing
  readonly at: Date
}

/**
 * Derives one room's standing from its log, and what follows by itself: a proposal whose facts fell withdraws, one that
 * is due is drafted. The room's row is held, so that two workers give the same rows as one.
 */
export const poolStage: Stage<{ roomId: string }, PoolDeps> = {
  job: poolJob,
  concurrency: 2,
  pending: ({ db, now }, limit) => pendingStandings(db, now(), limit),

  async run({ roomId }, { db, policies, now }) {
    const at = now()
    const again = await db.transaction(async (tx) => {
      const membership = await lockMembership(tx, roomId)
      if (!membership) return false
      const events = await roomEvents(tx, roomId)
      const current = standing(events, policies, at.getTime())
      const room = { roomId, membership, events, current, at }
      if (await withdraw(tx, room, policies)) return true
      await propose(tx, room, policyOn(policies, at.getTime()))
      const later = nextChangeMs(events, policies, at.getTime())
      await saveStanding(tx, roomId, current, later)
      return false
    })
    return again ? [next(poolJob, { roomId })] : []
  },

  // The row stays stale, so the next round tries again; the log line tells why.
  async gaveUp() {},
}

/** True when a proposal withdrew: the room is stale again, and the next run starts from the new facts. */
async function withdraw(tx: Db, room: Room, policies: readonly PoolPolicy[]): Promise<boolean> {
  const { roomId, membership, events, at } = room
  const proposal = await liveProposal(tx, roomId)
  if (!proposal) return false
  const state = stillDue(proposal.body, events, policies, at.getTime())
  if (state.due) return false
  await withdrawProposal(tx, proposal.id, state.why, at)
  const back = apply(membership.state, 'withdraw_removal', membership.cameFrom ?? 'listed')
  await setMembership(tx, roomId, { state: back, cameFrom: null }, at)
  await record(tx, roomId, {
    kind: 'removal_withdrawn',
    id: randomUUID(),
    atMs: at.getTime(),
    proposalId: proposal.id,
  })
  return true
}

async function propose(tx: Db, room: Room, policy: PoolPolicy): Promise<void> {
  const { roomId, membership, events, current, at } = room
  const body = proposeRemoval(current, events, policy, membership.state)
  if (!body) return
  const draft = { roomId, key: body.key, state: 'drafted' as const, body, createdAt: at }
  const proposal = await addProposal(tx, draft)
  if (!proposal) return
  const cameFrom = InPool.parse(membership.state)
  await setMembership(tx, roomId, { state: apply(cameFrom, 'propose_removal'), cameFrom }, at)
  await record(tx, roomId, {
    kind: 'removal_proposed',
    id: randomUUID(),
    atMs: at.getTime(),
    proposalId: proposal.id,
    flagIds: flagsOf(body),
  })
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

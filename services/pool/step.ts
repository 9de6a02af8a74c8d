import { type ActDeps, act } from '#shared/db/act.ts'
import { closeApplication } from '#shared/db/applications.ts'
import { stepIn } from '#shared/db/membership.ts'
import { lockRoomFor, roomEvents } from '#shared/db/pool.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity } from '#shared/domain/application.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { ByHand, MembershipState } from '#shared/domain/membership.ts'
import { transitionOf } from '#shared/domain/membership.ts'
import { provinceFacts } from '#shared/domain/membership-terms.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { roleNames } from '#shared/domain/role.ts'
import { AppError } from '#shared/errors.ts'

export interface StepDeps extends ActDeps {
  readonly policies: readonly PoolPolicy[]
}

export interface StepBody {
  readonly reason: string
  /** The state the person saw. */
  readonly seen?: MembershipState | undefined
}

/**
 * A step a person takes by themselves: recommendation, suspension, leaving, reinstatement. Throws `not_found` outside the
 * person's region, `forbidden` for the role or the county, `conflict` when the state does not allow it or moved on.
 */
export async function stepMembership(
  deps: StepDeps,
  actor: Actor,
  roomId: string,
  verb: ByHand,
  { reason, seen }: StepBody,
) {
  const deed = { verb: 'membership.step' as const, subject: roomId, reason: `${verb}：${reason}` }
  return act(deps, actor, deed, async (tx, at) => {
    const { room, membership } = await lockRoomFor(tx, actor, roomId)
    const row = transitionOf(membership.state, verb)
    if (row && !row.who.some((role) => actor.roles.includes(role)))
      throw new AppError(
        'forbidden',
        `此操作由${row.who.map((role) => roleNames[role]).join('、')}办理。`,
      )
    if (verb !== 'withdraw') checkCity(actor, room.region)
    if (row && verb === 'recommend') await checkProvince(deps, tx, roomId, membership.since, at)
    const moved = await stepIn(tx, { roomId, verb, reason, by: actor.name, seen }, at)
    if (verb === 'withdraw') await closeApplication(tx, roomId, 'withdrawn', reason, at)
    return { result: moved, before: { state: moved.from }, after: { state: moved.to } }
  })
}

async function checkProvince(
  { policies }: StepDeps,
  tx: Parameters<typeof roomEvents>[0],
  roomId: string,
  listedSince: Date,
  at: Date,
): Promise<void> {
  const events = await roomEvents(tx, roomId)
  const facts = provinceFacts(events, policies, dayOf(listedSince.getTime()), at.getTime())
  const short = facts.filter(({ met }) => !met)
  if (short.length > 0)
    throw new AppError(
      'conflict',
      `尚不满足推荐省级的条件：${short.map(({ text }) => text).join('；')}。`,
    )
}

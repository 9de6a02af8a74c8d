import { act } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import { lockFlag, setLease } from '#shared/db/flags.ts'
import { getRoom } from '#shared/db/rooms.ts'
import { looksOf, waitingLook } from '#shared/db/second-looks.ts'
import { getUserNamed } from '#shared/db/users.ts'
import { dropMove, getMove, saveMove } from '#shared/db/worklist.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { type FlagMove, type MoveForm, moveOf } from '#shared/domain/flag-move.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { inScope } from '#shared/domain/region.ts'
import { mayUse } from '#shared/domain/rights.ts'
import { AppError } from '#shared/errors.ts'
import type { WorklistDeps } from './deps.ts'

/**
 * Parks an open flag, hands it over, or leaves it to somebody else; the hold on it ends. Throws `not_found` outside the
 * person's region or for a colleague who is not there for these eyes or may not judge, `conflict` when it is decided or
 * held by somebody else.
 */
export function moveFlag(
  deps: WorklistDeps,
  actor: Actor,
  flagId: string,
  form: MoveForm,
): Promise<FlagMove> {
  const { reason } = form
  return act(deps, actor, { verb: 'flag.judge', subject: flagId, reason }, async (tx, at) => {
    const flag = await openAndFree(tx, actor, flagId, at)
    if (form.kind === 'handed') await checkColleague(tx, actor, form.to, flag.roomId)
    const before = await getMove(tx, flag.id)
    const after = moveOf(form, actor.name, at.getTime(), policyOn(deps.worklist, at.getTime()))
    await saveMove(tx, flag.id, after, at)
    await setLease(tx, flag.id, null)
    return { result: after, before, after }
  })
}

/** Puts a flag back into everybody's list. */
export function unmoveFlag(deps: WorklistDeps, actor: Actor, flagId: string): Promise<void> {
  return act(deps, actor, { verb: 'flag.judge', subject: flagId }, async (tx, at) => {
    const flag = await openAndFree(tx, actor, flagId, at)
    const before = await getMove(tx, flag.id)
    await dropMove(tx, flag.id)
    return { result: undefined, before: before ?? 'none', after: 'none' }
  })
}

async function openAndFree(tx: Db, actor: Actor, flagId: string, at: Date) {
  const flag = await lockFlag(tx, actor, flagId)
  if (!flag) throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
  if (flag.state !== 'open') throw new AppError('conflict', '这条线索刚被判定,请刷新后再看。')
  const look = waitingLook(await looksOf(tx, flag.id), actor.name)
  if (look) throw new AppError('conflict', '抽检件不能搁置、转交或跳过,请直接判定。')
  const held = flag.leaseBy !== null && flag.leaseBy !== actor.name
  if (held && flag.leaseUntil !== null && flag.leaseUntil > at)
    throw new AppError('conflict', '这条线索正由他人查看,请先处理下一条。')
  return flag
}

/** Somebody the flag would be there for: otherwise it would stand in nobody's list. */
async function checkColleague(tx: Db, actor: Actor, name: string, roomId: string): Promise<void> {
  const user = await getUserNamed(tx, actor, name)
  const room = await getRoom(tx, roomId)
  const sees = user?.active && room && inScope(user.region, room.region)
  if (!sees || !mayUse(user.roles, 'flag.judge'))
    throw new AppError('not_found', '没有能看这条线索的这位复核员,可能已停用或不在辖区。')
}

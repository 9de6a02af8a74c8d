import { act } from '#shared/db/act.ts'
import {
  addChangeRequest,
  type ChangeRequest,
  endChangeRequest,
  lockChangeRequest,
} from '#shared/db/change-requests.ts'
import type { Db } from '#shared/db/client.ts'
import { lockOperator } from '#shared/db/operators.ts'
import { lockRoom } from '#shared/db/room-registry.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { Changed, ChangeForm } from '#shared/domain/change-request.ts'
import { AppError } from '#shared/errors.ts'
import { found, type RegistryDeps } from './deps.ts'
import { editOperator } from './operators.ts'
import { assignStreamer, editRoom } from './rooms.ts'
import { createStreamer } from './streamers.ts'

/** 申请变更: an operator asks for its own file or a room of its own. Throws `conflict` while one for the same is open. */
export async function askChange(
  deps: RegistryDeps,
  actor: Actor,
  operatorId: string,
  form: ChangeForm,
): Promise<ChangeRequest> {
  return act(deps, actor, { verb: 'change.ask', reason: form.reason }, async (tx, at) => {
    const roomId = form.what === 'room' ? form.roomId : null
    const row: Readonly<Record<string, unknown>> =
      roomId === null
        ? found(await lockOperator(tx, actor, operatorId), '经营主体')
        : found(await lockRoom(tx, actor, roomId), '直播间')
    const change = form.change as Changed
    const before = Object.fromEntries(
      Object.keys(change).map((field) => [field, String(row[field] ?? '')]),
    )
    const asked = { operatorId, roomId, before, change, reason: form.reason }
    const result = await addChangeRequest(tx, { ...asked, askedBy: actor.name, askedAt: at })
    return { result, subject: result.id, after: result }
  })
}

/**
 * 办理变更: granted, the file is changed in the same transaction by the verbs the registry has; a new host becomes a streamer
 * of the room. Throws `conflict` for a request that has been decided.
 */
export async function decideChange(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  { outcome, opinion }: { readonly outcome: 'granted' | 'refused'; readonly opinion: string },
): Promise<ChangeRequest> {
  const deed = { verb: 'change.decide', subject: id, reason: opinion } as const
  return act(deps, actor, deed, async (tx, at) => {
    const before = await openRequest(tx, actor, id)
    if (outcome === 'granted') await apply({ ...deps, db: tx }, actor, before)
    const end = { state: outcome, decidedBy: actor.name, decidedAt: at, opinion }
    const after = await endChangeRequest(tx, id, end)
    return { result: after, before, after }
  })
}

/** The operator takes its request back. */
export async function withdrawChange(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
): Promise<ChangeRequest> {
  return act(deps, actor, { verb: 'change.ask', subject: id }, async (tx, at) => {
    const before = await openRequest(tx, actor, id)
    const end = { state: 'withdrawn', decidedBy: null, decidedAt: at, opinion: '' } as const
    const after = await endChangeRequest(tx, id, end)
    return { result: after, before, after }
  })
}

async function openRequest(tx: Db, actor: Actor, id: string): Promise<ChangeRequest> {
  const request = found(await lockChangeRequest(tx, actor, id), '变更申请')
  if (request.state !== 'asked')
    throw new AppError('conflict', '这份变更申请已经办结，请刷新后再看。')
  return request
}

async function apply(deps: RegistryDeps, actor: Actor, request: ChangeRequest): Promise<void> {
  const { operatorId, roomId, reason } = request
  const { host, ...change } = request.change
  if (roomId === null) {
    const { version } = found(await lockOperator(deps.db, actor, operatorId), '经营主体')
    await editOperator(deps, actor, operatorId, { ...change, seen: version, reason })
    return
  }
  const { version, region } = found(await lockRoom(deps.db, actor, roomId), '直播间')
  if (Object.keys(change).length > 0)
    await editRoom(deps, actor, roomId, { ...change, seen: version, reason })
  if (!host) return
  const form = { name: host, alias: '', region, operatorId, phone: '' }
  const { id: streamerId } = await createStreamer(deps, actor, form)
  await assignStreamer(deps, actor, { roomId, streamerId }, true)
}

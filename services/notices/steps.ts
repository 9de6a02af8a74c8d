import { randomUUID } from 'node:crypto'
import { act } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import { stepIn } from '#shared/db/membership.ts'
import { type NoticeRow, noticeFor, noticesOfRoom, updateNotice } from '#shared/db/notices.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import { addPoolEvent, eventOf, lockRoomFor } from '#shared/db/pool.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dueOf, extendedDue } from '#shared/domain/clock.ts'
import { noticeAfter, type ServedHow } from '#shared/domain/notice.ts'
import { AppError } from '#shared/errors.ts'
import { fileDocument, type NoticeDeps } from './deps.ts'
import { fallenItems } from './draft.ts'
import { dayText, noticeDoc } from './words.ts'

/**
 * Serves a draft: its number, its clock, its document, and `noticed` in the room's log. A room in ordinary standing is
 * rectifying from now on; one under a removal proposal stays under it. Throws `conflict` when a flag in it has fallen.
 */
export async function serveNotice(deps: NoticeDeps, actor: Actor, id: string, how: ServedHow) {
  return act(deps, actor, { verb: 'notice.write', subject: id }, async (tx, at) => {
    const { notice, room, operator, region } = await noticeFor(tx, actor, id, true)
    const state = noticeAfter(notice.state, 'serve')
    const { membership } = await lockRoomFor(tx, actor, notice.roomId)
    const fallen = await fallenItems(tx, notice, at)
    if (fallen.length > 0)
      throw new AppError('conflict', `“${fallen[0]?.quote}”的判定已更正，请重新起草告知书。`)
    const number = await nextNumber(tx, 'notice', at)
    const { dueAt, dueUnknown } = dueOf(deps, notice.clock, at)
    const dueText = dueAt ? `请于${dayText(dueAt)}前完成并答复。` : `期限另行告知：${dueUnknown}`
    const { items, demand, roomId } = notice
    await fileDocument(
      deps,
      tx,
      {
        roomId,
        subjectId: id,
        kind: 'rectification-notice',
        number,
        by: actor.name,
        doc: noticeDoc(
          deps,
          { room, operator, region },
          { number, items, demand, dueText, servedAt: at },
        ),
      },
      at,
    )
    const flagIds = items.map(({ flagId }) => flagId)
    const event = { kind: 'noticed' as const, id: randomUUID(), atMs: at.getTime() }
    await addPoolEvent(tx, roomId, { ...event, noticeId: id, flagIds }, actor.name)
    if (membership.state === 'listed' || membership.state === 'province_recommended')
      await stepIn(tx, { roomId, verb: 'order_rectification', reason: number, by: actor.name }, at)
    const served = { servedBy: actor.name, servedAt: at, servedHow: how }
    const change = { state, number, dueAt, dueUnknown, ...served }
    const result = await updateNotice(tx, notice, change)
    return { result, before: { state: notice.state }, after: { state, number } }
  })
}

/** The operator opened it; a second time changes nothing. */
export async function readNotice(deps: NoticeDeps, actor: Actor, id: string) {
  return act(deps, actor, { verb: 'notice.answer', subject: id }, async (tx, at) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    const before = { state: notice.state }
    if (notice.readAt !== null) return { result: notice, before, after: before }
    const state = noticeAfter(notice.state, 'read')
    const result = await updateNotice(tx, notice, { state, readAt: at })
    return { result, before, after: { state } }
  })
}

/** Extends the time for the answer, once. */
export async function extendNotice(deps: NoticeDeps, actor: Actor, id: string, reason: string) {
  return act(deps, actor, { verb: 'notice.decide', subject: id, reason }, async (tx, at) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    noticeAfter(notice.state, 'extend')
    if (notice.extended) throw new AppError('conflict', '期限只能延长一次。')
    const { dueAt, dueUnknown } = extendedDue(deps, notice.clock, notice.dueAt, at)
    const change = { dueAt, dueUnknown, extended: true, extensionReason: reason }
    const result = await updateNotice(tx, notice, change)
    return { result, before: { dueAt: notice.dueAt }, after: { dueAt } }
  })
}

/** Accepts the rectification: points return as the pool's policy says, and the room to its place. */
export async function acceptNotice(deps: NoticeDeps, actor: Actor, id: string, opinion: string) {
  const deed = { verb: 'notice.decide' as const, subject: id, reason: opinion }
  return act(deps, actor, deed, async (tx, at) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    const state = noticeAfter(notice.state, 'accept')
    const { roomId } = notice
    const flagIds = notice.items.map(({ flagId }) => flagId)
    const event = { kind: 'rectified' as const, id: randomUUID(), atMs: at.getTime() }
    await addPoolEvent(tx, roomId, { ...event, noticeId: id, flagIds }, actor.name)
    const decided = { opinion, decidedBy: actor.name, decidedAt: at }
    const result = await updateNotice(tx, notice, { state, ...decided })
    await endRectifying(tx, actor, notice, opinion, at)
    return { result, before: { state: notice.state }, after: { state } }
  })
}

/** Sends the answer back: the operator mends and answers again within a new period. */
export async function refuseNotice(deps: NoticeDeps, actor: Actor, id: string, opinion: string) {
  const deed = { verb: 'notice.decide' as const, subject: id, reason: opinion }
  return act(deps, actor, deed, async (tx, at) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    const state = noticeAfter(notice.state, 'refuse')
    const { dueAt, dueUnknown } = dueOf(deps, notice.clock, at)
    const decided = { opinion, decidedBy: actor.name, decidedAt: at }
    const result = await updateNotice(tx, notice, { state, dueAt, dueUnknown, ...decided })
    return { result, before: { state: notice.state }, after: { state } }
  })
}

/** Takes a notice back, as when its facts fell; what it had said in the room's log is reversed, and stays readable. */
export async function withdrawNotice(deps: NoticeDeps, actor: Actor, id: string, reason: string) {
  return act(deps, actor, { verb: 'notice.decide', subject: id, reason }, async (tx, at) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    const state = noticeAfter(notice.state, 'withdraw')
    const noticed = await eventOf(tx, notice.roomId, 'noticed', id)
    if (noticed) {
      const event = { kind: 'reversed' as const, id: randomUUID(), atMs: at.getTime() }
      const reverses = noticed.id
      await addPoolEvent(tx, notice.roomId, { ...event, reverses, reason }, actor.name)
    }
    const decided = { opinion: reason, decidedBy: actor.name, decidedAt: at }
    const result = await updateNotice(tx, notice, { state, ...decided })
    await endRectifying(tx, actor, notice, reason, at)
    return { result, before: { state: notice.state }, after: { state } }
  })
}

/** The room is done rectifying when nothing else is asked of it. */
async function endRectifying(
  tx: Db,
  actor: Actor,
  { id, roomId }: NoticeRow,
  reason: string,
  at: Date,
): Promise<void> {
  const { membership } = await lockRoomFor(tx, actor, roomId)
  if (membership.state !== 'rectifying') return
  const left = await noticesOfRoom(tx, roomId)
  if (left.some((n) => n.id !== id && n.state !== 'draft' && n.state !== 'accepted')) return
  await stepIn(tx, { roomId, verb: 'accept_rectification', reason, by: actor.name }, at)
}

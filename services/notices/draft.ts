import { z } from 'zod'
import { act } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import {
  addNotice,
  type NoticeRow,
  noticeFor,
  noticesOfRoom,
  quotedFlags,
  updateNotice,
} from '#shared/db/notices.ts'
import { lockRoomFor, roomEvents } from '#shared/db/pool.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { casesOf } from '#shared/domain/flag-case.ts'
import type { NoticeItem } from '#shared/domain/notice.ts'
import { AppError } from '#shared/errors.ts'
import type { NoticeDeps } from './deps.ts'

const demand = z.string().trim().min(1, '请写明整改要求').max(4000)

export const NoticeForm = z.strictObject({
  roomId: z.uuid(),
  flagIds: z.array(z.uuid()).min(1, '至少选择一条线索').max(200),
  demand: demand.optional(),
  clock: z.enum(['notice-rectify', 'notice-reply']).default('notice-rectify'),
})
export type NoticeForm = z.infer<typeof NoticeForm>

export const NoticeEdit = z.strictObject({
  seen: z.int(),
  demand: demand.optional(),
  /** Demands by flag. */
  items: z.record(z.uuid(), z.string().trim().max(1000)).optional(),
})
export type NoticeEdit = z.infer<typeof NoticeEdit>

/**
 * Drafts a notice on confirmed flags of one room, quoting each as it stands now. Throws `conflict` for a flag that is
 * not confirmed, whose undo window still runs, that the audience said, or that another notice has.
 */
export async function draftNotice(deps: NoticeDeps, actor: Actor, form: NoticeForm) {
  return act(deps, actor, { verb: 'notice.write' }, async (tx, at) => {
    await lockRoomFor(tx, actor, form.roomId)
    const items = await itemsOf(deps, tx, form.roomId, [...new Set(form.flagIds)], at)
    const taken = (await noticesOfRoom(tx, form.roomId)).flatMap((n) =>
      n.items.map((i) => i.flagId),
    )
    if (items.some(({ flagId }) => taken.includes(flagId)))
      throw new AppError('conflict', '所选线索中有的已在其他告知书中，请去掉后再试。')
    const result = await addNotice(tx, {
      roomId: form.roomId,
      items,
      demand: form.demand ?? '立即停止上述行为，逐项整改，并于期限内书面答复整改情况，附证明材料。',
      clock: form.clock,
      draftedBy: actor.name,
      draftedAt: at,
    })
    return { result, subject: result.id, after: { roomId: form.roomId, flagIds: form.flagIds } }
  })
}

async function itemsOf(
  { rulebook }: NoticeDeps,
  tx: Db,
  roomId: string,
  flagIds: readonly string[],
  at: Date,
): Promise<NoticeItem[]> {
  const found = await quotedFlags(tx, roomId, flagIds)
  if (found.length !== flagIds.length)
    throw new AppError('not_found', '所选线索中有的不属于该直播间，请重新选择。')
  const confirmed = await confirmedIn(tx, roomId, at)
  return found.map(({ flag, clipId }) => {
    const verdictId = confirmed.get(flag.id)
    if (verdictId === undefined)
      throw new AppError('conflict', `“${flag.quote}”未判定成立，或撤销时限未满，不能告知。`)
    const ask = rulebook.categories.find(({ id }) => id === flag.category)?.ask ?? []
    return {
      flagId: flag.id,
      verdictId,
      category: flag.category,
      quote: flag.quote,
      saidAtMs: flag.saidAt.getTime(),
      clipId,
      articles: flag.articles,
      demand: ask.length > 0 ? `提供：${ask.join('；')}` : '停止并改正',
    }
  })
}

/** The verdicts that stand on the host's flags of a room, by flag. */
async function confirmedIn(db: Db, roomId: string, at: Date): Promise<ReadonlyMap<string, string>> {
  const cases = casesOf(await roomEvents(db, roomId), at.getTime())
  return new Map(
    cases.flatMap(({ flag, confirmed }) =>
      confirmed && !flag.audience ? [[flag.flagId, confirmed.id] as const] : [],
    ),
  )
}

/** Items whose confirmation has fallen or been replaced since the notice was drafted. */
export async function fallenItems(db: Db, notice: NoticeRow, at: Date): Promise<NoticeItem[]> {
  const confirmed = await confirmedIn(db, notice.roomId, at)
  return notice.items.filter(({ flagId }) => !confirmed.has(flagId))
}

/** Changes the words of a draft. */
export async function editNotice(
  deps: NoticeDeps,
  actor: Actor,
  id: string,
  { seen, demand: words, items = {} }: NoticeEdit,
) {
  return act(deps, actor, { verb: 'notice.write', subject: id }, async (tx) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    if (notice.state !== 'draft') throw new AppError('conflict', '告知书已送达，不能再改。')
    const before = { demand: notice.demand, items: notice.items }
    const after = {
      demand: words ?? notice.demand,
      items: notice.items.map((item) => ({ ...item, demand: items[item.flagId] ?? item.demand })),
    }
    const result = await updateNotice(tx, { id, version: seen }, after)
    return { result, before, after }
  })
}

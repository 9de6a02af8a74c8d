import { z } from 'zod'
import type { Blobs } from '#shared/blob/store.ts'
import { act } from '#shared/db/act.ts'
import { addReply, addTalk, noticeFor, updateNotice } from '#shared/db/notices.ts'
import { lockRoomFor } from '#shared/db/pool.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { type Attachment, attachmentMime, maxAttachments } from '#shared/domain/attachment.ts'
import { dueOf } from '#shared/domain/clock.ts'
import { noticeAfter } from '#shared/domain/notice.ts'
import { AppError } from '#shared/errors.ts'
import type { NoticeDeps } from './deps.ts'

/** An answer; its files were uploaded before and are named by their hash. */
export const AnswerForm = z.strictObject({
  text: z.string().trim().min(1, '请写明答复内容').max(8000),
  attachments: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(200),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(maxAttachments)
    .default([]),
})
export type AnswerForm = z.infer<typeof AnswerForm>

/** The operator's answer, also one that comes late: the day is on record, the bureau weighs it. */
export async function answerNotice(deps: NoticeDeps, actor: Actor, id: string, form: AnswerForm) {
  return act(deps, actor, { verb: 'notice.answer', subject: id }, async (tx, at) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    const state = noticeAfter(notice.state, 'answer')
    const attachments = await storedFiles(deps.blobs, form.attachments)
    const said = { text: form.text, attachments, by: actor.name, at }
    await addReply(tx, { noticeId: id, kind: 'answer', ...said })
    const recheckDueAt = dueOf(deps, 'rectify-recheck', at).dueAt
    const change = { state, answeredAt: at, recheckDueAt, readAt: notice.readAt ?? at }
    const result = await updateNotice(tx, notice, change)
    const files = attachments.map(({ sha256 }) => sha256)
    return { result, before: { state: notice.state }, after: { state, files } }
  })
}

/** The uploaded files an answer names. Throws `invalid` for one that is not there. */
export async function storedFiles(
  blobs: Blobs,
  named: AnswerForm['attachments'],
): Promise<Attachment[]> {
  const files: Attachment[] = []
  for (const { name, sha256 } of named) {
    const key = `materials/${sha256.slice(0, 2)}/${sha256}`
    const found = await blobs.stat(key)
    if (!found) throw new AppError('invalid', `附件“${name}”尚未上传，请先上传。`)
    const head: Buffer[] = []
    for await (const chunk of await blobs.read(key, { start: 0, end: Math.min(16, found.bytes) }))
      head.push(chunk as Buffer)
    const mime = attachmentMime(name, Buffer.concat(head), found.bytes)
    files.push({ name, mime, bytes: found.bytes, sha256, key })
  }
  return files
}

export const TalkForm = z.strictObject({
  roomId: z.uuid(),
  noticeId: z.uuid().nullable().default(null),
  heldAt: z.iso.datetime({ offset: true }),
  place: z.string().trim().min(1, '请写明地点').max(200),
  present: z.array(z.string().trim().min(1).max(60)).min(2, '参加人员至少两名').max(30),
  content: z.string().trim().min(1, '请写明约谈内容').max(8000),
  commitments: z.string().trim().max(4000).default(''),
})
export type TalkForm = z.infer<typeof TalkForm>

/** 约谈: the record of a talk that was held. */
export async function recordTalk(deps: NoticeDeps, actor: Actor, form: TalkForm) {
  return act(deps, actor, { verb: 'talk.write', subject: form.roomId }, async (tx, at) => {
    await lockRoomFor(tx, actor, form.roomId)
    if (form.noticeId !== null) {
      const { notice } = await noticeFor(tx, actor, form.noticeId)
      if (notice.roomId !== form.roomId)
        throw new AppError('invalid', '告知书不属于该直播间，请重新选择。')
    }
    const heldAt = new Date(form.heldAt)
    if (heldAt > at) throw new AppError('invalid', '约谈时间不能晚于现在。')
    const result = await addTalk(tx, { ...form, heldAt, by: actor.name, at })
    return { result, after: { talk: result.id } }
  })
}

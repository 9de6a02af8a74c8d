import { act } from '#shared/db/act.ts'
import { addReply, noticeFor, repliesTo } from '#shared/db/notices.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { noticeAfter } from '#shared/domain/notice.ts'
import { AppError } from '#shared/errors.ts'
import type { NoticeDeps } from './deps.ts'

/** The operator asks for more time, once; whether it is given is the officer's to say (`extendNotice`). */
export async function askExtension(deps: NoticeDeps, actor: Actor, id: string, text: string) {
  const deed = { verb: 'notice.answer' as const, subject: id, reason: text }
  return act(deps, actor, deed, async (tx, at) => {
    const { notice } = await noticeFor(tx, actor, id, true)
    noticeAfter(notice.state, 'extend')
    const before = await repliesTo(tx, { noticeId: id })
    if (notice.extended || before.some(({ kind }) => kind === 'extension'))
      throw new AppError('conflict', '延期只能申请一次，请按现有期限办理，或联系承办部门。')
    const said = { text, attachments: [], by: actor.name, at }
    const result = await addReply(tx, { noticeId: id, kind: 'extension', ...said })
    return { result, after: { reply: result.id } }
  })
}

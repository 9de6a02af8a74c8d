import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { documentFor, documentsOf } from '#shared/db/case-documents.ts'
import { listNotices, listTalks, noticeFor, repliesTo } from '#shared/db/notices.ts'
import { isOverdue, NoticeState, ServedHow } from '#shared/domain/notice.ts'
import { AppError } from '#shared/errors.ts'
import { storeUpload } from '../applications/materials.ts'
import { AnswerForm, answerNotice, recordTalk, TalkForm } from '../notices/answer.ts'
import type { NoticeDeps } from '../notices/deps.ts'
import { draftNotice, editNotice, fallenItems, NoticeEdit, NoticeForm } from '../notices/draft.ts'
import {
  acceptNotice,
  extendNotice,
  readNotice,
  refuseNotice,
  serveNotice,
  withdrawNotice,
} from '../notices/steps.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page, Reason } from './forms.ts'
import { may } from './may.ts'
import { sendFile } from './send-file.ts'
import { FileName, uploadLimit, uploadOf } from './upload.ts'

const Query = Page.extend({
  state: NoticeState.optional(),
  roomId: z.uuid().optional(),
  overdue: z.stringbool().default(false),
})
const Serve = z.strictObject({ how: ServedHow })
const Talks = Page.extend({ roomId: z.uuid().optional() })
const FileId = z.object({ id: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })

export interface NoticeRouteDeps extends NoticeDeps {
  readonly roomChanged: (roomId: string) => Promise<void>
}

/** 整改告知 and its answers, 约谈. */
export function noticeRoutes(deps: NoticeRouteDeps) {
  const { db, now } = deps
  const changed = async <T extends { readonly roomId: string }>(notice: T) => {
    await deps.roomChanged(notice.roomId)
    return notice
  }
  return new Hono<ActorEnv>()
    .get('/', may('notice.read'), validator('query', Query), async (c) => {
      const { overdue, ...filter } = c.req.valid('query')
      const overdueAt = overdue ? now() : undefined
      return c.json(await listNotices(db, c.var.actor, { ...filter, overdueAt }), 200)
    })
    .post('/', may('notice.write'), validator('json', NoticeForm), async (c) =>
      c.json(await draftNotice(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/talks', may('notice.read'), validator('query', Talks), async (c) =>
      c.json(await listTalks(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/talks', may('talk.write'), validator('json', TalkForm), async (c) =>
      c.json(await recordTalk(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/documents/:id', may('notice.read'), validator('param', Id), async (c) => {
      const { key } = await documentFor(db, c.var.actor, c.req.valid('param').id)
      return sendFile(c, deps.blobs.path(key), docx)
    })
    .get('/:id', may('notice.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      const found = await noticeFor(db, c.var.actor, id)
      const fallen = (await fallenItems(db, found.notice, now())).map(({ flagId }) => flagId)
      const replies = await repliesTo(db, { noticeId: id })
      const documents = await documentsOf(db, c.var.actor, id)
      const overdue = isOverdue(found.notice, now())
      return c.json({ ...found, overdue, fallen, replies, documents }, 200)
    })
    .patch(
      '/:id',
      may('notice.write'),
      validator('param', Id),
      validator('json', NoticeEdit),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await editNotice(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/serve',
      may('notice.write'),
      validator('param', Id),
      validator('json', Serve),
      async (c) => {
        const { how } = c.req.valid('json')
        const { id } = c.req.valid('param')
        return c.json(await changed(await serveNotice(deps, c.var.actor, id, how)), 200)
      },
    )
    .post('/:id/read', may('notice.answer'), validator('param', Id), async (c) =>
      c.json(await readNotice(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .post(
      '/:id/files',
      may('notice.answer'),
      validator('param', Id),
      validator('query', FileName),
      uploadLimit,
      async (c) => {
        await noticeFor(db, c.var.actor, c.req.valid('param').id)
        const upload = await uploadOf(c, c.req.valid('query').fileName)
        return c.json(await storeUpload(deps.blobs, upload), 201)
      },
    )
    .get('/:id/files/:sha256', may('notice.read'), validator('param', FileId), async (c) => {
      const { id, sha256 } = c.req.valid('param')
      await noticeFor(db, c.var.actor, id)
      const files = (await repliesTo(db, { noticeId: id })).flatMap((r) => r.attachments)
      const file = files.find((f) => f.sha256 === sha256)
      if (!file) throw new AppError('not_found', '没有这个附件。')
      return sendFile(c, deps.blobs.path(file.key), file.mime)
    })
    .post(
      '/:id/answer',
      may('notice.answer'),
      validator('param', Id),
      validator('json', AnswerForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await answerNotice(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/:decision{extend|accept|refuse|withdraw}',
      may('notice.decide'),
      validator(
        'param',
        Id.extend({ decision: z.enum(['extend', 'accept', 'refuse', 'withdraw']) }),
      ),
      validator('json', Reason),
      async (c) => {
        const { id, decision } = c.req.valid('param')
        const decide = {
          extend: extendNotice,
          accept: acceptNotice,
          refuse: refuseNotice,
          withdraw: withdrawNotice,
        }[decision]
        const { reason } = c.req.valid('json')
        return c.json(await changed(await decide(deps, c.var.actor, id, reason)), 200)
      },
    )
}

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { documentFor, documentsOf } from '#shared/db/case-documents.ts'
import { listNotices, listTalks, noticeFor, repliesTo } from '#shared/db/notices.ts'
import { isOverdue, NoticeState, ServedHow } from '#shared/domain/notice.ts'
import { recordTalk, TalkForm } from '../notices/answer.ts'
import type { NoticeDeps } from '../notices/deps.ts'
import { draftNotice, editNotice, fallenItems, NoticeEdit, NoticeForm } from '../notices/draft.ts'
import {
  acceptNotice,
  extendNotice,
  refuseNotice,
  serveNotice,
  withdrawNotice,
} from '../notices/steps.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page, Reason } from './forms.ts'
import { may } from './may.ts'
import { sendFile } from './send-file.ts'

const Query = Page.extend({
  state: NoticeState.optional(),
  roomId: z.uuid().optional(),
  overdue: z.stringbool().default(false),
})
const Serve = z.strictObject({ how: ServedHow })
const Talks = Page.extend({ roomId: z.uuid().optional() })

export interface NoticeRouteDeps extends NoticeDeps {
  readonly roomChanged: (roomId: string) => Promise<void>
}

/** 整改告知, 约谈. */
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

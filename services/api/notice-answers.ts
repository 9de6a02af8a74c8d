import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { noticeFor, repliesTo } from '#shared/db/notices.ts'
import { AppError } from '#shared/errors.ts'
import { storeUpload } from '../applications/materials.ts'
import { AnswerForm, answerNotice } from '../notices/answer.ts'
import type { NoticeDeps } from '../notices/deps.ts'
import { readNotice } from '../notices/steps.ts'
import type { ActorEnv } from './actor.ts'
import { Id } from './forms.ts'
import { may } from './may.ts'
import { sendFile } from './send-file.ts'
import { FileName, uploadLimit, uploadOf } from './upload.ts'

const FileId = z.object({ id: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })

/** What the operator does with a 整改告知: reads it, hands in files, answers. */
export function noticeAnswerRoutes(deps: NoticeDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
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
}

import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { removalFor } from '#shared/db/removals.ts'
import { Leniency } from '#shared/domain/leniency.ts'
import { storeUpload } from '../applications/materials.ts'
import { AnswerForm } from '../notices/answer.ts'
import { answerRemoval, extendHearing, fillLeniency, serveHearing } from '../removal/hearing.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Reason } from './forms.ts'
import { may } from './may.ts'
import type { NoticeRouteDeps } from './notices.ts'
import { FileName, uploadLimit, uploadOf } from './upload.ts'

const { system, diligence, grounds, outcome, reason } = Leniency.shape
const Box = z
  .strictObject({ system, diligence, grounds, outcome, reason })
  .refine((box) => box.outcome === 'none' || box.grounds.length > 0, {
    message: '从轻、减轻或免于，须至少勾选一项依据',
    path: ['grounds'],
  })

/** The hearing of a removal: served, extended, answered with files, and what speaks for leniency. */
export function removalHearingRoutes(deps: NoticeRouteDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .post('/:id/hearing', may('removal.hear'), validator('param', Id), async (c) =>
      c.json(await serveHearing(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .post(
      '/:id/hearing/extend',
      may('removal.hear'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await extendHearing(deps, c.var.actor, id, c.req.valid('json').reason), 200)
      },
    )
    .post(
      '/:id/files',
      may('removal.answer'),
      validator('param', Id),
      validator('query', FileName),
      uploadLimit,
      async (c) => {
        await removalFor(db, c.var.actor, c.req.valid('param').id)
        const upload = await uploadOf(c, c.req.valid('query').fileName)
        return c.json(await storeUpload(deps.blobs, upload), 201)
      },
    )
    .post(
      '/:id/statement',
      may('removal.answer'),
      validator('param', Id),
      validator('json', AnswerForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await answerRemoval(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .put(
      '/:id/leniency',
      may('removal.leniency'),
      validator('param', Id),
      validator('json', Box),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await fillLeniency(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
}

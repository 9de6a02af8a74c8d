import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { getGuide, listGuides, receiptsOf } from '#shared/db/guides.ts'
import { GuideForm, GuideKind } from '#shared/domain/guide.ts'
import { found, type RegistryDeps } from '../registry/deps.ts'
import { confirmRead, publishGuide } from '../registry/guides.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'

const Query = Page.extend({
  kind: GuideKind.optional(),
  newest: z.stringbool().default(true),
})
const Publish = GuideForm.extend({ reason: z.string().trim().max(2000).default('') })
const Receipt = z.strictObject({
  operatorId: z.uuid(),
  readBy: z.string().trim().max(60).default(''),
})

/** 责任清单、合规指引: versions of a document, and which operators have read each. */
export function guideRoutes(deps: RegistryDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('guide.read'), validator('query', Query), async (c) =>
      c.json(await listGuides(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('guide.publish'), validator('json', Publish), async (c) => {
      const { reason, ...form } = c.req.valid('json')
      return c.json(await publishGuide(deps, c.var.actor, form, reason), 201)
    })
    .get('/:id', may('guide.read'), validator('param', Id), async (c) =>
      c.json(found(await getGuide(db, c.var.actor, c.req.valid('param').id), '文件'), 200),
    )
    .get('/:id/receipts', may('guide.read'), validator('param', Id), async (c) => {
      const { id } = found(await getGuide(db, c.var.actor, c.req.valid('param').id), '文件')
      return c.json({ rows: await receiptsOf(db, c.var.actor, id) }, 200)
    })
    .post(
      '/:id/receipts',
      may('guide.receipt'),
      validator('param', Id),
      validator('json', Receipt),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await confirmRead(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
}

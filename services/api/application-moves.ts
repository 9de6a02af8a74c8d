import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listRoom, object, publicize, settleObjection } from '../applications/confirm.ts'
import type { CaseDeps } from '../applications/deps.ts'
import { extendReview, ReviewBody, reviewApplication } from '../applications/review.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Reason } from './forms.ts'
import { may } from './may.ts'

const Objection = z.strictObject({
  raisedBy: z.string().trim().min(1, '请写明异议人').max(100),
  contact: z.string().trim().max(100).default(''),
  text: z.string().trim().min(1, '请写明异议内容').max(4000),
})
const ObjectionId = z.object({ id: z.uuid(), objectionId: z.uuid() })
const Decision = Reason.extend({ outcome: z.enum(['dismissed', 'upheld']) })

/** An application on its way: county and city review, publicity with objections, listing. */
export function applicationMoveRoutes(deps: CaseDeps) {
  return new Hono<ActorEnv>()
    .post(
      '/:id/review',
      may('application.review'),
      validator('param', Id),
      validator('json', ReviewBody),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await reviewApplication(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/extend',
      may('application.review'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await extendReview(deps, c.var.actor, id, c.req.valid('json').reason), 200)
      },
    )
    .post(
      '/:id/publicize',
      may('application.settle'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await publicize(deps, c.var.actor, id, c.req.valid('json').reason), 200)
      },
    )
    .post(
      '/:id/objections',
      may('application.object'),
      validator('param', Id),
      validator('json', Objection),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await object(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .post(
      '/:id/objections/:objectionId',
      may('application.settle'),
      validator('param', ObjectionId),
      validator('json', Decision),
      async (c) => {
        const place = c.req.valid('param')
        return c.json(await settleObjection(deps, c.var.actor, place, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/list',
      may('application.settle'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await listRoom(deps, c.var.actor, id, c.req.valid('json').reason), 200)
      },
    )
}

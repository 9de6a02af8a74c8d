import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { CaseDeps } from '../applications/deps.ts'
import {
  assignPanel,
  CardForm,
  panelView,
  proposedPoints,
  settleScore,
  submitCard,
} from '../applications/scoring.ts'
import type { ActorEnv } from './actor.ts'
import { Id } from './forms.ts'
import { may } from './may.ts'

const Panel = z.strictObject({
  scorers: z.array(z.string().trim().min(1).max(40)).min(1, '至少指定一名评分人').max(15),
})

/** 赋分, by application: what monitoring proposes, the panel, each scorer's card, the chief's. */
export function scorecardRoutes(deps: CaseDeps) {
  return new Hono<ActorEnv>()
    .get('/:id', may('application.panel'), validator('param', Id), async (c) =>
      c.json(await panelView(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .get('/:id/proposed', may('application.panel'), validator('param', Id), async (c) =>
      c.json(await proposedPoints(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .post(
      '/:id/panel',
      may('application.assign'),
      validator('param', Id),
      validator('json', Panel),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await assignPanel(deps, c.var.actor, id, c.req.valid('json').scorers), 201)
      },
    )
    .post(
      '/:id/card',
      may('application.score'),
      validator('param', Id),
      validator('json', CardForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await submitCard(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .post(
      '/:id/final',
      may('application.settle'),
      validator('param', Id),
      validator('json', CardForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await settleScore(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
}

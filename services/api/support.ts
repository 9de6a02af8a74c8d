import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listMeasures, listOffers } from '#shared/db/support.ts'
import { Day } from '#shared/domain/calendar.ts'
import { MeasureForm, OfferState, SupportKind } from '#shared/domain/support.ts'
import type { RegistryDeps } from '../registry/deps.ts'
import { noteOutcome, offerMeasure, offerTo } from '../registry/support.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'

const Query = Page.extend({ kind: SupportKind.optional(), on: Day.optional() })
const Offers = Page.extend({
  measureId: z.uuid().optional(),
  operatorId: z.uuid().optional(),
  state: OfferState.optional(),
})
const Offer = z.strictObject({ operatorId: z.uuid(), offeredOn: Day.optional() })
const Outcome = z.strictObject({
  state: OfferState.exclude(['offered']),
  outcome: z.string().trim().min(1, '请写明结果').max(2000),
})

/** 培育措施: the catalogue, who was offered what, and what came of it. */
export function supportRoutes(deps: RegistryDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('support.read'), validator('query', Query), async (c) =>
      c.json(await listMeasures(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('support.write'), validator('json', MeasureForm), async (c) =>
      c.json(await offerMeasure(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/offers', may('support.read'), validator('query', Offers), async (c) =>
      c.json(await listOffers(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post(
      '/:id/offers',
      may('support.write'),
      validator('param', Id),
      validator('json', Offer),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await offerTo(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .post(
      '/offers/:id/outcome',
      may('support.write'),
      validator('param', Id),
      validator('json', Outcome),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await noteOutcome(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
}

import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { ActDeps } from '#shared/db/act.ts'
import { listDeliveries } from '#shared/db/deliveries.ts'
import { DeliveryState } from '#shared/domain/delivery.ts'
import { retryDelivery } from '../deliver/retry.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Query = z.object({
  state: DeliveryState.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const Id = z.object({ id: z.uuid() })

/** 外发: what left the building and what the other side said, and another try. */
export function deliveryRoutes(deps: ActDeps) {
  return new Hono<ActorEnv>()
    .get('/', may('delivery.read'), validator('query', Query), async (c) =>
      c.json(await listDeliveries(deps.db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/:id/retry', may('delivery.retry'), validator('param', Id), async (c) =>
      c.json(await retryDelivery(deps, c.var.actor, c.req.valid('param').id), 200),
    )
}

import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listChangeRequests } from '#shared/db/change-requests.ts'
import { ChangeForm, ChangeState } from '#shared/domain/change-request.ts'
import { operatorIdOf } from '../portal/deps.ts'
import { askChange, decideChange, withdrawChange } from '../registry/changes.ts'
import type { RegistryDeps } from '../registry/deps.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'

const Query = Page.extend({ state: ChangeState.optional() })
const Decision = z.strictObject({
  outcome: z.enum(['granted', 'refused']),
  opinion: z.string().trim().min(1, '请写明办理意见').max(2000),
})

/** 账号变更: operators ask, the bureau decides; what is granted is changed at once. */
export function changeRoutes(deps: RegistryDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('change.read'), validator('query', Query), async (c) =>
      c.json(await listChangeRequests(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('change.ask'), validator('json', ChangeForm), async (c) => {
      const { actor } = c.var
      return c.json(await askChange(deps, actor, operatorIdOf(actor), c.req.valid('json')), 201)
    })
    .post('/:id/withdraw', may('change.ask'), validator('param', Id), async (c) =>
      c.json(await withdrawChange(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .post(
      '/:id/decision',
      may('change.decide'),
      validator('param', Id),
      validator('json', Decision),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await decideChange(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
}

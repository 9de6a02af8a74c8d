import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { WorklistDeps } from '../worklist/deps.ts'
import { moveFlag, unmoveFlag } from '../worklist/move.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Id = z.object({ id: z.uuid() })
const reason = z.string().max(500).default('')
const Park = z.strictObject({ days: z.int().min(1).max(365), reason })
const HandOver = z.strictObject({ to: z.string().min(1).max(40), reason })
const Skip = z.strictObject({ reason })

/** 搁置、转交、跳过 of an open flag, and its way back into everybody's list. */
export function flagMoveRoutes(deps: WorklistDeps) {
  return new Hono<ActorEnv>()
    .post(
      '/:id/park',
      may('flag.judge'),
      validator('param', Id),
      validator('json', Park),
      async (c) => {
        const form = { kind: 'parked' as const, ...c.req.valid('json') }
        return c.json(await moveFlag(deps, c.var.actor, c.req.valid('param').id, form), 200)
      },
    )
    .post(
      '/:id/hand-over',
      may('flag.judge'),
      validator('param', Id),
      validator('json', HandOver),
      async (c) => {
        const form = { kind: 'handed' as const, ...c.req.valid('json') }
        return c.json(await moveFlag(deps, c.var.actor, c.req.valid('param').id, form), 200)
      },
    )
    .post(
      '/:id/skip',
      may('flag.judge'),
      validator('param', Id),
      validator('json', Skip),
      async (c) => {
        const form = { kind: 'skipped' as const, ...c.req.valid('json') }
        return c.json(await moveFlag(deps, c.var.actor, c.req.valid('param').id, form), 200)
      },
    )
    .delete('/:id/move', may('flag.judge'), validator('param', Id), async (c) => {
      await unmoveFlag(deps, c.var.actor, c.req.valid('param').id)
      return c.json({ ok: true }, 200)
    })
}

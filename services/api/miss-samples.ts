import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listSamples } from '#shared/db/miss-samples.ts'
import type { ReportDeps } from '../report/build.ts'
import { lookAtSample } from '../report/samples.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Filter = z.object({
  all: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const Look = z.strictObject({
  missed: z.boolean(),
  category: z.string().min(1).max(60).optional(),
  note: z.string().max(500).optional(),
})

/** 漏检抽样: minutes nobody was shown, for a person to look at. */
export function missSampleRoutes({ db, now }: ReportDeps) {
  return new Hono<ActorEnv>()
    .get('/', may('flag.read'), validator('query', Filter), async (c) => {
      const { all, limit } = c.req.valid('query')
      return c.json(await listSamples(db, c.var.actor, { open: !all, limit }), 200)
    })
    .post(
      '/:id',
      may('flag.judge'),
      validator('param', z.object({ id: z.uuid() })),
      validator('json', Look),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await lookAtSample(db, id, c.req.valid('json'), c.var.actor, now()), 200)
      },
    )
}

import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listBatches } from '#shared/db/applications.ts'
import { BatchForm } from '#shared/domain/application.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { CaseDeps } from '../applications/deps.ts'
import { createBatch } from '../applications/draft.ts'
import { publicityPaper } from '../applications/papers.ts'
import { batchRanking, simulateSheet } from '../applications/ranking.ts'
import type { ActorEnv } from './actor.ts'
import { attach } from './attach.ts'
import { Id } from './forms.ts'
import { may } from './may.ts'

const Simulation = z.object({ sheet: z.string().min(1).max(60) })

/** 申报批次: announced by the city; its ranking with the cut, and how another sheet would have ranked it. */
export function batchRoutes(deps: CaseDeps) {
  return new Hono<ActorEnv>()
    .get('/', may('batch.read'), async (c) =>
      c.json({ rows: await listBatches(deps.db, deps.city) }, 200),
    )
    .post('/', may('batch.write'), validator('json', BatchForm), async (c) =>
      c.json(await createBatch(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/sheets', may('batch.read'), (c) => c.json({ rows: deps.sheets }, 200))
    .get('/:id/publicity', may('application.assign'), validator('param', Id), async (c) => {
      const bytes = await publicityPaper(deps, c.var.actor, c.req.valid('param').id)
      return attach(c, bytes, `拟入库公示-${dayOf(deps.now().getTime())}.docx`)
    })
    .get('/:id/ranking', may('application.assign'), validator('param', Id), async (c) =>
      c.json(await batchRanking(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .get(
      '/:id/simulation',
      may('application.assign'),
      validator('param', Id),
      validator('query', Simulation),
      async (c) => {
        const { sheet } = c.req.valid('query')
        return c.json(await simulateSheet(deps, c.var.actor, c.req.valid('param').id, sheet), 200)
      },
    )
}

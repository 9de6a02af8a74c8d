import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { firstBrokenLine, listAudit } from '#shared/db/audit.ts'
import type { Db } from '#shared/db/client.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: z.coerce.number().int().min(1).optional(),
  actor: z.string().max(60).optional(),
  action: z.string().max(60).optional(),
  subject: z.string().max(100).optional(),
})

/** 审计: who did what to which row and why; what the row held before and after is case content and stays out. */
export function auditRoutes({ db }: { readonly db: Db }) {
  return new Hono<ActorEnv>()
    .get('/', may('audit.read'), validator('query', Query), async (c) => {
      return c.json(await listAudit(db, c.req.valid('query')), 200)
    })
    .get('/chain', may('audit.read'), async (c) => {
      const broken = await firstBrokenLine(db)
      return c.json({ whole: broken === null, firstBroken: broken }, 200)
    })
}

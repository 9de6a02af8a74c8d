import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { seenBy } from '#shared/db/second-looks.ts'
import { flagRows } from '#shared/db/worklist.ts'
import { Verdict } from '#shared/domain/verdict.ts'
import { type BatchDone, judgeBatch, undoBatch } from '../worklist/batch.ts'
import type { BatchDeps } from '../worklist/deps.ts'
import { calibration } from '../worklist/learn.ts'
import { worklistOf } from '../worklist/list.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export type WorklistRouteDeps = BatchDeps & {
  readonly roomChanged: (roomId: string) => Promise<void>
}

const Query = z.object({
  minutes: z.coerce.number().min(0).max(1440).optional(),
  category: z.string().max(60).optional(),
  roomId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})
const Days = z.object({ days: z.coerce.number().int().min(1).max(90).default(7) })
const Body = z.strictObject({
  id: z.uuid(),
  verdict: Verdict,
  reason: z.string().max(2000).optional(),
  flagIds: z.array(z.uuid()).min(2).max(500),
})
const Id = z.object({ id: z.uuid() })
const Copies = z.object({
  /** Ids between commas. */
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid()).max(500)),
})

/** 工作清单: what to look at today and in which order, copies of one script, one verdict for them, and its undo. */
export function worklistRoutes(deps: WorklistRouteDeps) {
  const told = async <Done extends BatchDone>({ roomIds, ...done }: Done) => {
    for (const roomId of roomIds) await deps.roomChanged(roomId)
    return done
  }
  return new Hono<ActorEnv>()
    .get('/', may('flag.read'), validator('query', Query), async (c) =>
      c.json(await worklistOf(deps, c.var.actor, c.req.valid('query')), 200),
    )
    .get('/copies', may('flag.read'), validator('query', Copies), async (c) => {
      const seen = await seenBy(deps.db, c.var.actor)
      const rows = await flagRows(deps.db, c.var.actor, c.req.valid('query').ids, seen)
      return c.json({ rows: [...rows.values()] }, 200)
    })
    .get('/calibration', may('flag.read'), validator('query', Days), async (c) =>
      c.json(await calibration(deps, c.var.actor, c.req.valid('query').days), 200),
    )
    .post('/batch', may('flag.judge'), validator('json', Body), async (c) =>
      c.json(await told(await judgeBatch(deps, c.req.valid('json'), c.var.actor)), 200),
    )
    .post('/batch/:id/undo', may('flag.judge'), validator('param', Id), async (c) =>
      c.json(await told(await undoBatch(deps, c.req.valid('param').id, c.var.actor)), 200),
    )
}

import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { listFlags } from '#shared/db/flags.ts'
import { countFlags } from '#shared/db/pulse.ts'
import { seenBy } from '#shared/db/second-looks.ts'
import { FlagState } from '#shared/domain/flag.ts'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import { Verdict } from '#shared/domain/verdict.ts'
import { checkExposure, type ExposureDeps, openFlag } from '../pool/exposure.ts'
import { flagHistory } from '../pool/history.ts'
import { holdFlag, judgeFlag, settleFlag, undoVerdict } from '../pool/judge.ts'
import type { ActorEnv } from './actor.ts'
import { flagView } from './flag-view.ts'
import { may } from './may.ts'

export interface FlagRouteDeps extends ExposureDeps {
  readonly db: Db
  readonly rulebook: Rulebook
  /** Tells the pipeline that a room's standing may move. */
  readonly roomChanged: (roomId: string) => Promise<void>
}

const Query = z.object({
  state: FlagState.optional(),
  roomId: z.uuid().optional(),
  category: z.string().max(60).optional(),
  audience: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})
const Id = z.object({ id: z.uuid() })
/** How long an opening or a verdict waited for the network. */
const agoMs = z.int().min(0)
const Body = z.object({
  id: z.uuid().optional(),
  verdict: Verdict,
  reason: z.string().max(2000).optional(),
  seen: z.uuid().nullable().optional(),
  agoMs: agoMs.optional(),
})
const Opening = z.object({ said: z.object({ agoMs, handed: z.string().max(200) }).optional() })

/** 线索: the worklist, one flag with all a person needs to decide, the decision or second look, the word on a difference, the undo, the hold, the look. */
export function flagRoutes(deps: FlagRouteDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('flag.read'), validator('query', Query), async (c) => {
      const seen = await seenBy(db, c.var.actor)
      return c.json(await listFlags(db, c.var.actor, c.req.valid('query'), seen), 200)
    })
    .get('/counts', may('flag.read'), async (c) =>
      c.json(await countFlags(db, c.var.actor, await seenBy(db, c.var.actor)), 200),
    )
    .get('/:id', may('flag.read'), validator('param', Id), async (c) =>
      c.json(await flagView(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .post(
      '/:id/verdict',
      may('flag.judge'),
      validator('param', Id),
      validator('json', Body),
      async (c) => {
        const { id } = c.req.valid('param')
        const said = c.req.valid('json')
        await checkExposure(deps, id, said, c.var.actor)
        const { entry, roomId } = await judgeFlag(deps, id, said, c.var.actor)
        await deps.roomChanged(roomId)
        return c.json(entry, 200)
      },
    )
    .post(
      '/:id/settle',
      may('look.settle'),
      validator('param', Id),
      validator('json', Body),
      async (c) => {
        const { id } = c.req.valid('param')
        const said = c.req.valid('json')
        await checkExposure(deps, id, said, c.var.actor)
        const { entry, roomId } = await settleFlag(deps, id, said, c.var.actor)
        await deps.roomChanged(roomId)
        return c.json(entry, 200)
      },
    )
    .post('/:id/undo', may('flag.judge'), validator('param', Id), async (c) => {
      const { entry, roomId } = await undoVerdict(deps, c.req.valid('param').id, c.var.actor)
      await deps.roomChanged(roomId)
      return c.json(entry, 200)
    })
    .post('/:id/hold', may('flag.judge'), validator('param', Id), async (c) =>
      c.json(await holdFlag(deps, c.req.valid('param').id, c.var.actor), 200),
    )
    .post('/:id/history', may('flag.history'), validator('param', Id), async (c) =>
      c.json(await flagHistory(deps, c.req.valid('param').id, c.var.actor), 200),
    )
    .post(
      '/:id/open',
      may('flag.judge'),
      validator('param', Id),
      validator('json', Opening),
      async (c) => {
        const { said } = c.req.valid('json')
        return c.json(await openFlag(deps, c.req.valid('param').id, c.var.actor, said), 200)
      },
    )
}

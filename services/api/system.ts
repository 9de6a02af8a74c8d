import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { act } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import { stagesAgain, tryAgain } from '#shared/db/given-up.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import type { Region } from '#shared/domain/region.ts'
import type { PolicyState } from '../system/policies.ts'
import { previewPool } from '../system/preview.ts'
import { regionsFor } from '../system/regions.ts'
import type { storageOf } from '../system/storage.ts'
import type { Work } from '../system/works.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export interface SystemDeps {
  readonly db: Db
  readonly now: () => Date
  readonly policies: readonly PoolPolicy[]
  readonly system: {
    /** Where the jobs themselves can be looked at; null for a queue in memory. */
    readonly boardPath: string | null
    readonly works: () => Promise<Work[]>
    readonly policyFiles: (now: Date) => Promise<PolicyState[]>
    readonly poolFile: string
    readonly storage: () => ReturnType<typeof storageOf>
    /** The tree of policies/regions.yaml, parents first. */
    readonly regions: readonly Region[]
  }
}

const Edited = z.strictObject({ text: z.string().max(500_000) })
const Stage = z.object({ stage: z.enum(stagesAgain) })

/** 系统: what the house does, keeps, was told to go by, and what an edited policy would do. */
export function systemRoutes({ db, now, policies, system }: SystemDeps) {
  return new Hono<ActorEnv>()
    .get('/works', may('system.queue'), async (c) =>
      c.json({ board: system.boardPath, stages: await system.works() }, 200),
    )
    .post('/works/:stage/again', may('system.retry'), validator('param', Stage), async (c) => {
      const { stage } = c.req.valid('param')
      const deed = { verb: 'system.retry', subject: stage } as const
      const n = await act({ db, now }, c.var.actor, deed, async (tx, at) => {
        const again = await tryAgain(tx, stage, at)
        return { result: again, after: { again } }
      })
      return c.json({ n }, 200)
    })
    .get('/policies', may('system.policy'), async (c) =>
      c.json({ rows: await system.policyFiles(now()) }, 200),
    )
    .get('/policies/pool', may('policy.preview'), async (c) =>
      c.json({ text: await readFile(system.poolFile, 'utf8') }, 200),
    )
    .post('/policies/pool/preview', may('policy.preview'), validator('json', Edited), async (c) => {
      const { text } = c.req.valid('json')
      return c.json(await previewPool(db, c.var.actor, text, policies, now()), 200)
    })
    .get('/storage', may('system.storage'), async (c) => c.json(await system.storage(), 200))
    .get('/regions', may('system.region'), async (c) =>
      c.json({ rows: await regionsFor(db, c.var.actor, system.regions) }, 200),
    )
}

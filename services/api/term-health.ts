import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import type { TermHealthPolicy } from '#shared/domain/term-health.ts'
import type { Shelf } from '../detect/shelf.ts'
import { lexiconHealth } from '../lexicon/health.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export interface TermHealthRouteDeps {
  readonly db: Db
  readonly shelf: Shelf
  readonly termHealth: readonly TermHealthPolicy[]
  readonly now: () => Date
}

const Query = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) })

/** 词条健康: how the rules in force fared in the rooms of one's region. */
export function termHealthRoutes({ db, shelf, termHealth, now }: TermHealthRouteDeps) {
  return new Hono<ActorEnv>().get('/', may('flag.read'), validator('query', Query), async (c) => {
    const query = { db, now, lexicon: await shelf.latest(), policies: termHealth }
    return c.json(await lexiconHealth(query, c.var.actor, c.req.valid('query').days), 200)
  })
}

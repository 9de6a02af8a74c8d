import { Hono } from 'hono'
import type { Db } from '#shared/db/client.ts'
import { listProposals } from '#shared/db/pool.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

/** 移出建议, with their arithmetic. */
export function proposalRoutes({ db }: { readonly db: Db }) {
  return new Hono<ActorEnv>().get('/', may('proposal.read'), async (c) =>
    c.json(await listProposals(db, c.var.actor, 100), 200),
  )
}

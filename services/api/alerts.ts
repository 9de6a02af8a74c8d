import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listAlerts } from '#shared/db/alerts.ts'
import type { Db } from '#shared/db/client.ts'
import { AlertKind } from '#shared/domain/alert.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Query = z.object({
  kind: AlertKind.optional(),
  /** Also those whose cause is gone, of so many hours. */
  closedHours: z.coerce.number().min(0).max(720).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** 提醒: what cannot wait, while its cause lasts. */
export function alertRoutes({ db, now }: { readonly db: Db; readonly now: () => Date }) {
  return new Hono<ActorEnv>().get('/', may('alert.read'), validator('query', Query), async (c) =>
    c.json(await listAlerts(db, c.var.actor, c.req.valid('query'), now()), 200),
  )
}

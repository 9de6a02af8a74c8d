import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { flagForPeople } from '#shared/db/flags.ts'
import { listSignals } from '#shared/db/signals.ts'
import { SignalKind } from '#shared/domain/signal.ts'
import { AppError } from '#shared/errors.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Query = z.object({
  kind: SignalKind.optional(),
  roomId: z.uuid().optional(),
  broadcastId: z.uuid().optional(),
  recordingId: z.uuid().optional(),
  /** Signals of the broadcast this flag was raised in. */
  flagId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

/** 信号: what viewers' comments together may mean; never a flag, never the host's words. */
export function signalRoutes({ db }: { readonly db: Db }) {
  return new Hono<ActorEnv>().get('/', may('signal.read'), validator('query', Query), async (c) => {
    const { flagId, ...filter } = c.req.valid('query')
    const flag = flagId === undefined ? null : await flagForPeople(db, c.var.actor, flagId)
    if (flagId !== undefined && !flag)
      throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
    const broadcastId = flag?.broadcastId ?? filter.broadcastId
    return c.json(await listSignals(db, c.var.actor, { ...filter, broadcastId }), 200)
  })
}

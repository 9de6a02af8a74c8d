import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { listRecordings, retryRecording } from '#shared/db/recordings.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

/** 录像: what came in, how far it is, what failed and why; a person's retry. */
export function recordingRoutes({ db }: { readonly db: Db }) {
  return new Hono<ActorEnv>()
    .get('/', may('recording.read'), async (c) =>
      c.json(await listRecordings(db, c.var.actor, 200), 200),
    )
    .post(
      '/:id/retry',
      may('recording.manage'),
      validator('param', z.object({ id: z.uuid() })),
      async (c) => {
        await retryRecording(db, c.var.actor, c.req.valid('param').id)
        return c.json({ ok: true }, 200)
      },
    )
}

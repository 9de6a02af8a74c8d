import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { breaksSince } from '#shared/db/capture-breaks.ts'
import { listCaptures, stopCapture } from '#shared/db/captures.ts'
import { getRoom } from '#shared/db/rooms.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { inScope } from '#shared/domain/region.ts'
import { AppError } from '#shared/errors.ts'
import { startCapture, type WantDeps } from '../capture/want.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Wish = z.strictObject({ roomId: z.uuid(), address: z.string().min(8).max(4000) })

/** 直播采集: which rooms are recorded while they are on air, since when, why not, and its breaks of the last 24 hours. */
export function captureRoutes(deps: WantDeps) {
  const { db, now } = deps
  return new Hono<ActorEnv>()
    .get('/', may('recording.read'), async (c) => {
      const rows = await listCaptures(db, c.var.actor)
      const ids = rows.map(({ id }) => id)
      const breaks = await breaksSince(db, ids, new Date(now().getTime() - dayMs))
      const withBreaks = rows.map((row) => ({
        ...row,
        breaks: breaks.filter(({ captureId }) => captureId === row.id),
      }))
      return c.json(withBreaks, 200)
    })
    .post('/', may('recording.manage'), validator('json', Wish), async (c) => {
      const { roomId, address } = c.req.valid('json')
      const { actor } = c.var
      const room = await getRoom(db, roomId)
      if (!room || !inScope(actor.region, room.region))
        throw new AppError('not_found', '没有这个直播间，或不在您的辖区。')
      const { id, state } = await startCapture(deps, { roomId, address }, actor.name)
      return c.json({ id, state }, 201)
    })
    .post(
      '/:id/stop',
      may('recording.manage'),
      validator('param', z.object({ id: z.uuid() })),
      async (c) => {
        const { actor } = c.var
        await stopCapture(db, actor, c.req.valid('param').id, actor.name, now())
        return c.json({ ok: true }, 200)
      },
    )
}

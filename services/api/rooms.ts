import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { AppError } from '#shared/errors.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(500).optional(),
})

/** 直播间: the pool's table, and one room with the arithmetic of its standing. */
export function roomRoutes({ db }: { readonly db: Db }) {
  return new Hono<ActorEnv>()
    .get('/', may('room.read'), validator('query', Page), async (c) =>
      c.json(await listRooms(db, c.var.actor, c.req.valid('query')), 200),
    )
    .get('/:id', may('room.read'), validator('param', z.object({ id: z.uuid() })), async (c) => {
      const room = await roomStanding(db, c.var.actor, c.req.valid('param').id)
      if (!room) throw new AppError('not_found', '没有这个直播间,或不在您的辖区。')
      return c.json(room, 200)
    })
}

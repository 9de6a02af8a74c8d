import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listRooms } from '#shared/db/room-list.ts'
import { checksOfRoom } from '#shared/db/room-registry.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { Goods, RoomType } from '#shared/domain/channel.ts'
import { editOf } from '#shared/domain/edit.ts'
import { MembershipState } from '#shared/domain/membership.ts'
import { linkAdvice, readPlatformLink } from '#shared/domain/platform-link.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { Colour } from '#shared/domain/pool-policy.ts'
import { RealNameCheckForm } from '#shared/domain/real-name-check.ts'
import { Platform, RoomForm } from '#shared/domain/room.ts'
import { AppError } from '#shared/errors.ts'
import { type ExportDeps, exportRooms } from '../registry/export.ts'
import {
  assignStreamer,
  checkRealName,
  createRoom,
  editRoom,
  similarRooms,
} from '../registry/rooms.ts'
import { toCsv, toXlsx } from '../registry/sheet.ts'
import type { ActorEnv } from './actor.ts'
import { attach } from './attach.ts'
import { Id, Search } from './forms.ts'
import { may } from './may.ts'

const Query = Search.extend({
  sort: z.enum(['score', 'name', 'updated']).default('score'),
  platform: Platform.optional(),
  type: RoomType.optional(),
  goods: Goods.optional(),
  state: MembershipState.optional(),
  colour: Colour.optional(),
  operatorId: z.uuid().optional(),
})
const Export = Query.omit({ limit: true, after: true, sort: true }).extend({
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
})
const Typed = z.object({
  code: z.string().trim().toUpperCase().max(18).optional(),
  platform: Platform.optional(),
  platformId: z.string().trim().min(1).max(100).optional(),
  name: z.string().trim().min(1).max(100).optional(),
  except: z.uuid().optional(),
})
const Pair = z.object({ id: z.uuid(), streamerId: z.uuid() })
const Link = z.object({ text: z.string().max(4000) })

/** 直播间: the pool's table, one room with the arithmetic of its standing, and what people register of it. */
export function roomRoutes(deps: ExportDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('room.read'), validator('query', Query), async (c) =>
      c.json(await listRooms(db, c.var.actor, c.req.valid('query')), 200),
    )
    .get('/export', may('room.export'), validator('query', Export), async (c) => {
      const { format, ...filter } = c.req.valid('query')
      const sheet = await exportRooms(deps, c.var.actor, filter)
      const bytes = format === 'csv' ? toCsv(sheet) : await toXlsx(sheet)
      return attach(c, bytes, `直播间台账-${dayOf(deps.now().getTime())}.${format}`)
    })
    .get('/similar', may('room.read'), validator('query', Typed), async (c) =>
      c.json({ rows: await similarRooms(deps, c.var.actor, c.req.valid('query')) }, 200),
    )
    .get('/link', may('room.read'), validator('query', Link), (c) => {
      const reading = readPlatformLink(c.req.valid('query').text)
      return c.json({ ...reading, advice: linkAdvice(reading) }, 200)
    })
    .get('/real-name-sheet', may('room.read'), (c) =>
      c.json(policyOn(deps.realName, deps.now().getTime()), 200),
    )
    .post('/', may('room.write'), validator('json', RoomForm), async (c) =>
      c.json(await createRoom(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/:id', may('room.read'), validator('param', Id), async (c) => {
      const room = await roomStanding(db, c.var.actor, c.req.valid('param').id)
      if (!room) throw new AppError('not_found', '没有这个直播间，或不在您的辖区。')
      return c.json(room, 200)
    })
    .patch(
      '/:id',
      may('room.write'),
      validator('param', Id),
      validator('json', editOf(RoomForm)),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await editRoom(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .get('/:id/real-name-checks', may('room.read'), validator('param', Id), async (c) => {
      const room = await roomStanding(db, c.var.actor, c.req.valid('param').id)
      if (!room) throw new AppError('not_found', '没有这个直播间，或不在您的辖区。')
      return c.json({ rows: await checksOfRoom(db, room.id) }, 200)
    })
    .post(
      '/:id/real-name-checks',
      may('check.write'),
      validator('param', Id),
      validator('json', RealNameCheckForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await checkRealName(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .put(
      '/:id/streamers/:streamerId',
      may('streamer.write'),
      validator('param', Pair),
      async (c) => {
        const { id: roomId, streamerId } = c.req.valid('param')
        return c.json(await assignStreamer(deps, c.var.actor, { roomId, streamerId }, true), 200)
      },
    )
    .delete(
      '/:id/streamers/:streamerId',
      may('streamer.write'),
      validator('param', Pair),
      async (c) => {
        const { id: roomId, streamerId } = c.req.valid('param')
        return c.json(await assignStreamer(deps, c.var.actor, { roomId, streamerId }, false), 200)
      },
    )
}

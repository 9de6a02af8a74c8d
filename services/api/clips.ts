import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Blobs } from '#shared/blob/store.ts'
import type { Db } from '#shared/db/client.ts'
import { clipForPeople } from '#shared/db/clips.ts'
import { AppError } from '#shared/errors.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'
import { sendFile } from './send-file.ts'

const Place = z.object({ id: z.uuid(), index: z.coerce.number().int().min(0).max(99) })

/** The files of a clip, by their number in its manifest: no path ever comes from outside. */
export function clipRoutes({ db, blobs }: { readonly db: Db; readonly blobs: Blobs }) {
  return new Hono<ActorEnv>().get(
    '/:id/:index',
    may('clip.read'),
    validator('param', Place),
    async (c) => {
      const { id, index } = c.req.valid('param')
      const clip = await clipForPeople(db, c.var.actor, id)
      const file = clip?.files[index]
      if (!file) throw new AppError('not_found', '没有这个片段文件,或不在您的辖区。')
      return sendFile(c, blobs.path(file.key), file.mime)
    },
  )
}

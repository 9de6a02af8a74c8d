import { Hono } from 'hono'
import type { Actor } from '#shared/domain/actor.ts'
import { AppError } from '#shared/errors.ts'
import { once } from '#shared/text/detect.ts'
import type { UploadDeps } from '../intake/uploads.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

/** 上传: resumable by the tus protocol (https://tus.io), with the rights and the region of whoever sends. */
export function uploadRoutes(deps: UploadDeps) {
  const senders = new WeakMap<object, Actor>()
  const server = once(async () =>
    (await import('../intake/uploads.ts')).openUploads(deps, '/api/uploads', (request) => {
      const actor = senders.get(request)
      if (!actor) throw new Error('upload without a sender')
      return actor
    }),
  )
  const manage = may('recording.manage')
  // HEAD comes as GET; what was sent is not given out again.
  const methods = ['POST', 'PATCH', 'GET', 'DELETE', 'OPTIONS']
  return new Hono<ActorEnv>().on(methods, ['/', '/:id'], manage, async (c) => {
    if (c.req.raw.method === 'GET') throw new AppError('not_found', '上传的内容不能从这里取回。')
    senders.set(c.req.raw, c.var.actor)
    return (await server()).handleWeb(c.req.raw)
  })
}

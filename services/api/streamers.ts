import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listStreamers, streamerFile } from '#shared/db/streamers.ts'
import { editOf } from '#shared/domain/edit.ts'
import { CredentialForm, StreamerForm } from '#shared/domain/streamer.ts'
import { found, type RegistryDeps } from '../registry/deps.ts'
import {
  createStreamer,
  dropCredential,
  editStreamer,
  fileCredential,
  revealIdentity,
} from '../registry/streamers.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Reason, Search } from './forms.ts'
import { may } from './may.ts'

const Query = Search.extend({ operatorId: z.uuid().optional(), roomId: z.uuid().optional() })
const Place = z.object({ id: z.uuid(), credentialId: z.uuid() })

/** 主播: who they are, what they hold, what they attended. Identity numbers come out masked. */
export function streamerRoutes(deps: RegistryDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('streamer.read'), validator('query', Query), async (c) =>
      c.json(await listStreamers(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('streamer.write'), validator('json', StreamerForm), async (c) =>
      c.json(await createStreamer(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/:id', may('streamer.read'), validator('param', Id), async (c) =>
      c.json(found(await streamerFile(db, c.var.actor, c.req.valid('param').id), '主播'), 200),
    )
    .patch(
      '/:id',
      may('streamer.write'),
      validator('param', Id),
      validator('json', editOf(StreamerForm)),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await editStreamer(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/reveal',
      may('streamer.reveal'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        c.header('cache-control', 'no-store')
        return c.json(await revealIdentity(deps, c.var.actor, id, c.req.valid('json').reason), 200)
      },
    )
    .post(
      '/:id/credentials',
      may('streamer.write'),
      validator('param', Id),
      validator('json', CredentialForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await fileCredential(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .delete(
      '/:id/credentials/:credentialId',
      may('streamer.write'),
      validator('param', Place),
      validator('json', Reason),
      async (c) => {
        const { reason } = c.req.valid('json')
        return c.json(await dropCredential(deps, c.var.actor, c.req.valid('param'), reason), 200)
      },
    )
}

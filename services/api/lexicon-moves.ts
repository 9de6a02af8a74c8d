import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import {
  draftLexicon,
  publishLexicon,
  retireLexicon,
  rollbackLexicon,
  shadowLexicon,
} from '../lexicon/act.ts'
import type { ActorEnv } from './actor.ts'
import { type LexiconRouteDeps, Version } from './lexicons.ts'
import { may } from './may.ts'

const Reason = z.object({ reason: z.string().trim().max(2000).default('') })
const Draft = z.object({ source: z.unknown(), reason: z.string().trim().min(1).max(2000) })
const Publish = Reason.extend({ overrideReason: z.string().trim().max(2000).optional() })
const Rollback = z.object({ reason: z.string().trim().min(1).max(2000) })

/** The shipped lexicon is a third of a megabyte. */
const maxBytes = 8_000_000

const tooLarge = (_: Context) => {
  throw new AppError('invalid', '词库超过 8 MB,请检查是否放错了文件。')
}

/** What the owner does with a version: draft, shadow, publish, roll back, retire. */
export function lexiconMoveRoutes(deps: LexiconRouteDeps) {
  return new Hono<ActorEnv>()
    .post(
      '/',
      may('lexicon.manage'),
      bodyLimit({ maxSize: maxBytes, onError: tooLarge }),
      validator('json', Draft),
      async (c) => {
        const { source, reason } = c.req.valid('json')
        return c.json(await draftLexicon(deps, source, reason, c.var.actor), 200)
      },
    )
    .post(
      '/:version/shadow',
      may('lexicon.manage'),
      validator('param', Version),
      validator('json', Reason),
      async (c) => {
        const { version } = c.req.valid('param')
        const { reason } = c.req.valid('json')
        return c.json(await shadowLexicon(deps, version, reason, c.var.actor), 200)
      },
    )
    .post(
      '/:version/publish',
      may('lexicon.manage'),
      validator('param', Version),
      validator('json', Publish),
      async (c) => {
        const { version } = c.req.valid('param')
        const how = c.req.valid('json')
        const done = await publishLexicon(deps, version, how, c.var.actor, c.req.raw.signal)
        return c.json(done, 200)
      },
    )
    .post(
      '/:version/rollback',
      may('lexicon.manage'),
      validator('param', Version),
      validator('json', Rollback),
      async (c) => {
        const { version } = c.req.valid('param')
        const { reason } = c.req.valid('json')
        return c.json(await rollbackLexicon(deps, version, reason, c.var.actor), 200)
      },
    )
    .post(
      '/:version/retire',
      may('lexicon.manage'),
      validator('param', Version),
      validator('json', Reason),
      async (c) => {
        const { version } = c.req.valid('param')
        const { reason } = c.req.valid('json')
        return c.json(await retireLexicon(deps, version, reason, c.var.actor), 200)
      },
    )
}

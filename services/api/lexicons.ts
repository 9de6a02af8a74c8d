import { sValidator } from '@hono/standard-validator'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { findLexicon, listLexicons } from '#shared/db/lexicons.ts'
import { shadowReport } from '#shared/db/shadow.ts'
import { diffText } from '#shared/domain/lexicon-diff-text.ts'
import { AppError } from '#shared/errors.ts'
import {
  checkVersion,
  diffVersions,
  draftLexicon,
  type LexiconDeps,
  publishLexicon,
  requireOwner,
  retireLexicon,
  rollbackLexicon,
  shadowLexicon,
  sourceOf,
} from '../lexicon/act.ts'
import { refusalOf } from '../lexicon/gate.ts'
import type { ActorEnv } from './actor.ts'

const Version = z.object({ version: z.string().min(4).max(64) })
const Reason = z.object({ reason: z.string().trim().max(2000).default('') })
const Draft = z.object({ source: z.unknown(), reason: z.string().trim().min(1).max(2000) })
const Publish = Reason.extend({ overrideReason: z.string().trim().max(2000).optional() })
const Rollback = z.object({ reason: z.string().trim().min(1).max(2000) })
const ShadowQuery = z.object({
  category: z.string().max(60).optional(),
  differs: z.enum(['new', 'lost']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
})

/** The shipped lexicon is a third of a megabyte. */
const maxBytes = 8_000_000

const tooLarge = (_: Context) => {
  throw new AppError('invalid', '词库超过 8 MB,请检查是否放错了文件。')
}

/** 词库版本: what there is, what it holds, how it differs, what it would do, and the acts of its owner. */
export function lexiconRoutes(deps: LexiconDeps & { readonly db: Db }) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', async (c) => c.json(await listLexicons(db), 200))
    .get('/:version', sValidator('param', Version), async (c) => {
      const lexicon = await findLexicon(db, c.req.valid('param').version)
      return c.json({ ...lexicon, source: await sourceOf(db, lexicon.version) }, 200)
    })
    .get(
      '/:version/diff/:after',
      sValidator('param', Version.extend({ after: z.string().min(4).max(64) })),
      async (c) => {
        const { version, after } = c.req.valid('param')
        const result = await diffVersions(db, version, after)
        return c.json({ ...result, text: diffText(result.diff) }, 200)
      },
    )
    .get('/:version/check', sValidator('param', Version), async (c) => {
      requireOwner(c.var.actor)
      const { version } = c.req.valid('param')
      const { lexicon, report } = await checkVersion(deps, version, c.req.raw.signal)
      return c.json({ version: lexicon.version, refusal: refusalOf(report), ...report }, 200)
    })
    .get(
      '/:version/shadow-hits',
      sValidator('param', Version),
      sValidator('query', ShadowQuery),
      async (c) => {
        requireOwner(c.var.actor)
        const { version } = await findLexicon(db, c.req.valid('param').version)
        return c.json(await shadowReport(db, c.var.actor, version, c.req.valid('query')), 200)
      },
    )
    .post(
      '/',
      bodyLimit({ maxSize: maxBytes, onError: tooLarge }),
      sValidator('json', Draft),
      async (c) => {
        const { source, reason } = c.req.valid('json')
        return c.json(await draftLexicon(deps, source, reason, c.var.actor), 200)
      },
    )
    .post(
      '/:version/shadow',
      sValidator('param', Version),
      sValidator('json', Reason),
      async (c) => {
        const { version } = c.req.valid('param')
        const { reason } = c.req.valid('json')
        return c.json(await shadowLexicon(deps, version, reason, c.var.actor), 200)
      },
    )
    .post(
      '/:version/publish',
      sValidator('param', Version),
      sValidator('json', Publish),
      async (c) => {
        const { version } = c.req.valid('param')
        const how = c.req.valid('json')
        const done = await publishLexicon(deps, version, how, c.var.actor, c.req.raw.signal)
        return c.json(done, 200)
      },
    )
    .post(
      '/:version/rollback',
      sValidator('param', Version),
      sValidator('json', Rollback),
      async (c) => {
        const { version } = c.req.valid('param')
        const { reason } = c.req.valid('json')
        return c.json(await rollbackLexicon(deps, version, reason, c.var.actor), 200)
      },
    )
    .post(
      '/:version/retire',
      sValidator('param', Version),
      sValidator('json', Reason),
      async (c) => {
        const { version } = c.req.valid('param')
        const { reason } = c.req.valid('json')
        return c.json(await retireLexicon(deps, version, reason, c.var.actor), 200)
      },
    )
}

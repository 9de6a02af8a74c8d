import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { findLexicon, listLexicons } from '#shared/db/lexicons.ts'
import { shadowReport } from '#shared/db/shadow.ts'
import { diffText } from '#shared/domain/lexicon-diff-text.ts'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import { checkVersion, diffVersions, type LexiconDeps, sourceOf } from '../lexicon/act.ts'
import { refusalOf } from '../lexicon/gate.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export const Version = z.object({ version: z.string().min(4).max(64) })
const ShadowQuery = z.object({
  category: z.string().max(60).optional(),
  differs: z.enum(['new', 'lost']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
})

export type LexiconRouteDeps = Omit<LexiconDeps, 'rulebook'> & {
  readonly db: Db
  readonly rulebook: Rulebook
}

/** 词库版本: what there is, what it holds, how it differs, what it would do. */
export function lexiconRoutes(deps: LexiconRouteDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('lexicon.read'), async (c) => c.json(await listLexicons(db), 200))
    .get('/:version', may('lexicon.read'), validator('param', Version), async (c) => {
      const lexicon = await findLexicon(db, c.req.valid('param').version)
      return c.json({ ...lexicon, source: await sourceOf(db, lexicon.version) }, 200)
    })
    .get(
      '/:version/diff/:after',
      may('lexicon.read'),
      validator('param', Version.extend({ after: z.string().min(4).max(64) })),
      async (c) => {
        const { version, after } = c.req.valid('param')
        const result = await diffVersions(db, version, after)
        return c.json({ ...result, text: diffText(result.diff) }, 200)
      },
    )
    .get('/:version/check', may('lexicon.manage'), validator('param', Version), async (c) => {
      const { version } = c.req.valid('param')
      const { lexicon, report } = await checkVersion(deps, version, c.req.raw.signal)
      return c.json({ version: lexicon.version, refusal: refusalOf(report), ...report }, 200)
    })
    .get(
      '/:version/shadow-hits',
      may('lexicon.manage'),
      validator('param', Version),
      validator('query', ShadowQuery),
      async (c) => {
        const { version } = await findLexicon(db, c.req.valid('param').version)
        return c.json(await shadowReport(db, c.var.actor, version, c.req.valid('query')), 200)
      },
    )
}

import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { findLexicon, listLexicons } from '#shared/db/lexicons.ts'
import { shadowReport } from '#shared/db/shadow.ts'
import { Channel, Goods } from '#shared/domain/channel.ts'
import { diffText } from '#shared/domain/lexicon-diff-text.ts'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import { AppError } from '#shared/errors.ts'
import {
  checkVersion,
  diffVersions,
  draftLexicon,
  type LexiconDeps,
  publishLexicon,
  retireLexicon,
  rollbackLexicon,
  shadowLexicon,
  sourceOf,
} from '../lexicon/act.ts'
import { readRule, ruleAsText, rulesIn, tryRule, withRule } from '../lexicon/edit.ts'
import { refusalOf } from '../lexicon/gate.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Version = z.object({ version: z.string().min(4).max(64) })
const Reason = z.object({ reason: z.string().trim().max(2000).default('') })
const Draft = z.object({ source: z.unknown(), reason: z.string().trim().min(1).max(2000) })
const Publish = Reason.extend({ overrideReason: z.string().trim().max(2000).optional() })
const Rollback = z.object({ reason: z.string().trim().min(1).max(2000) })
const RuleId = Version.extend({ rule: z.string().min(1).max(100) })
/** One rule as written; the longest shipped one has 12,000 characters. */
const WrittenRule = z.object({
  category: z.string().min(1).max(60),
  yaml: z.string().min(1).max(60_000),
})
const Trial = WrittenRule.extend({
  text: z.string().min(1).max(2000),
  channel: Channel.default('speech'),
  goods: Goods.optional(),
  at: z.coerce.date().optional(),
})
const RuleDraft = WrittenRule.extend({ reason: z.string().trim().min(1).max(2000) })
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
export function lexiconRoutes(
  deps: Omit<LexiconDeps, 'rulebook'> & { readonly db: Db; readonly rulebook: Rulebook },
) {
  const { db } = deps
  const source = async (name: string) => sourceOf(db, (await findLexicon(db, name)).version)
  return new Hono<ActorEnv>()
    .get('/', may('lexicon.read'), async (c) => c.json(await listLexicons(db), 200))
    .get('/:version', may('lexicon.read'), validator('param', Version), async (c) => {
      const lexicon = await findLexicon(db, c.req.valid('param').version)
      return c.json({ ...lexicon, source: await sourceOf(db, lexicon.version) }, 200)
    })
    .get('/:version/rules', may('lexicon.read'), validator('param', Version), async (c) =>
      c.json(rulesIn(await source(c.req.valid('param').version)), 200),
    )
    .get('/:version/rules/:rule', may('lexicon.read'), validator('param', RuleId), async (c) => {
      const { version, rule } = c.req.valid('param')
      return c.json(ruleAsText(await source(version), rule), 200)
    })
    .post(
      '/:version/rules',
      may('lexicon.manage'),
      validator('param', Version),
      validator('json', RuleDraft),
      async (c) => {
        const { category, yaml, reason } = c.req.valid('json')
        const before = await source(c.req.valid('param').version)
        const changed = withRule(before, category, readRule(yaml, before))
        return c.json(await draftLexicon(deps, changed, reason, c.var.actor), 200)
      },
    )
    .post(
      '/:version/try',
      may('lexicon.manage'),
      validator('param', Version),
      validator('json', Trial),
      async (c) => {
        const { category, yaml, at, ...utterance } = c.req.valid('json')
        const now = deps.now()
        const within = await source(c.req.valid('param').version)
        const tried = await tryRule(
          within,
          category,
          readRule(yaml, within),
          { ...utterance, at: at ?? now },
          { ...deps, now },
        )
        return c.json(tried, 200)
      },
    )
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

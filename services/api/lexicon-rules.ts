import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { findLexicon } from '#shared/db/lexicons.ts'
import { Channel, Goods } from '#shared/domain/channel.ts'
import { draftLexicon, sourceOf } from '../lexicon/act.ts'
import { readRule, ruleAsText, rulesIn, tryRule, withRule } from '../lexicon/edit.ts'
import type { ActorEnv } from './actor.ts'
import { type LexiconRouteDeps, Version } from './lexicons.ts'
import { may } from './may.ts'

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

/** The rules of a version as they are written: read, tried on a sentence, changed into a draft. */
export function lexiconRuleRoutes(deps: LexiconRouteDeps) {
  const { db } = deps
  const source = async (name: string) => sourceOf(db, (await findLexicon(db, name)).version)
  return new Hono<ActorEnv>()
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
}

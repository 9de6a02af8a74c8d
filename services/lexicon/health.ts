import type { Db } from '#shared/db/client.ts'
import type { Scope } from '#shared/db/scope.ts'
import { charsSaid, ruleRecords } from '#shared/db/term-health.ts'
import { policyOn } from '#shared/domain/policy.ts'
import {
  type RuleEntry,
  type RuleHealth,
  type TermHealthPolicy,
  termHealth,
} from '#shared/domain/term-health.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { shortWordsOf } from '#shared/text/short-words.ts'

export interface HealthQuery {
  readonly db: Db
  readonly now: () => Date
  readonly lexicon: Lexicon
  readonly policies: readonly TermHealthPolicy[]
}

export interface LexiconHealth {
  readonly version: string
  readonly from: Date
  readonly to: Date
  /** UTF-16 units said in that time and region. */
  readonly chars: number
  readonly rules: readonly RuleHealth[]
}

const dayMs = 86_400_000

/** 词条健康: how the rules in force fared over the recordings of so many days that these eyes may see. */
export async function lexiconHealth(
  { db, now, lexicon, policies }: HealthQuery,
  scope: Scope,
  days: number,
): Promise<LexiconHealth> {
  const to = now()
  const from = new Date(to.getTime() - days * dayMs)
  const [records, chars] = await Promise.all([
    ruleRecords(db, scope, { from, to }),
    charsSaid(db, scope, { from, to }),
  ])
  const short = shortWordsOf(lexicon.source)
  const entries = lexicon.rules.map(
    ({ rule, category }): RuleEntry => ({
      rule: rule.id,
      category: category.id,
      name: rule.name,
      channels: rule.channels,
      shortWords: short.get(rule.id) ?? [],
    }),
  )
  const rules = termHealth(entries, records, chars, policyOn(policies, to.getTime()))
  return { version: lexicon.version, from, to, chars, rules }
}

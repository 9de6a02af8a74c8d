import { type LexiconSource, Rule } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import { compileAside } from '#shared/lexicon/aside.ts'
import { ruleYaml } from '#shared/lexicon/export.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { checkRule } from '#shared/lexicon/references.ts'
import { parsePlaced } from '#shared/policy/load.ts'
import type { Utterance } from '#shared/text/detect.ts'
import { type FailedExample, failedExamples } from '#shared/text/examples.ts'
import { type Explained, type ExplainWith, explainText } from '../explain/explain.ts'

/** One rule as a list shows it. */
export interface RuleSummary {
  readonly id: string
  readonly name: string
  readonly category: string
  readonly patterns: number
  readonly channels: readonly string[]
  readonly examples: { readonly match: number; readonly clean: number }
}

/** The rules of a version, in the order of its files. */
export function rulesIn(source: LexiconSource): RuleSummary[] {
  return source.rules.flatMap(({ category, rules }) =>
    rules.map(({ id, name, match, channels, examples }) => ({
      ...{ id, name, category, channels, patterns: match.length },
      examples: { match: examples.match.length, clean: examples.clean.length },
    })),
  )
}

/** One rule as its owner writes it. Throws `not_found`. */
export function ruleAsText(source: LexiconSource, id: string) {
  for (const { category, rules } of source.rules) {
    const rule = rules.find((it) => it.id === id)
    if (rule) return { id, category, name: rule.name, yaml: ruleYaml(rule) }
  }
  throw new AppError('not_found', `这个词库版本中没有规则 ${id}。`)
}

/** A rule as written by its owner. Throws `invalid` with the line and what is wrong, its patterns and names among it. */
export function readRule(yaml: string, source: LexiconSource): Rule {
  const placed = parsePlaced(yaml, Rule, '规则')
  checkRule(placed, source)
  return placed.data
}

/**
 * The lexicon with a rule put in: in place of the one of its number, or as a new one of `category`. Throws `conflict`
 * when the number belongs to another category, `invalid` when there is no such category.
 */
export function withRule(source: LexiconSource, category: string, rule: Rule): LexiconSource {
  const owner = source.rules.find(({ rules }) => rules.some(({ id }) => id === rule.id))
  if (owner && owner.category !== category)
    throw new AppError('conflict', `编号 ${rule.id} 已属于类别 ${owner.category},请换一个编号。`)
  if (!source.categories.some(({ id }) => id === category))
    throw new AppError('invalid', `没有类别 ${category},请从列表中选择。`)
  const put = (rules: readonly Rule[]) =>
    owner ? rules.map((it) => (it.id === rule.id ? rule : it)) : [...rules, rule]
  const known = source.rules.some((file) => file.category === category)
  const files = known ? source.rules : [...source.rules, { category, rules: [] }]
  return {
    ...source,
    rules: files.map((file) =>
      file.category === category ? { ...file, rules: put(file.rules) } : file,
    ),
  }
}

/** What a rule that is not yet drafted makes of a sentence and of its own. */
export interface TriedRule {
  readonly explained: Explained
  readonly failed: readonly FailedExample[]
}

/** Tries one rule alone, with the lexicon's words and exceptions: what stands beside it changes nothing in it. */
export async function tryRule(
  source: LexiconSource,
  category: string,
  rule: Rule,
  utterance: Utterance & { readonly at: Date },
  deps: ExplainWith,
): Promise<TriedRule> {
  const alone = {
    ...withRule(source, category, rule),
    rules: [{ category, rules: [rule] }],
  }
  const lexicon = await compileAside(JSON.stringify(alone), versionOf(alone))
  return {
    explained: explainText(lexicon, utterance, deps),
    failed: failedExamples(lexicon, deps.tokenizer),
  }
}

import type { Exception, LexiconSource, Rule } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import type { Signs } from './fold.ts'
import { compileMatcher, type Matcher, type PatternSource } from './matcher.ts'
import { PatternError, parsePattern } from './pattern.ts'

/** A rule with its patterns by number in the matcher. */
export interface CompiledRule {
  readonly rule: Rule
  readonly category: LexiconSource['categories'][number]
  readonly match: readonly number[]
  readonly with: readonly number[]
  readonly without: readonly number[]
  readonly severityWith: readonly (readonly number[])[]
  readonly exceptions: readonly CompiledException[]
}

export interface CompiledException {
  readonly exception: Exception
  readonly patterns: readonly number[]
  readonly unless: readonly number[]
}

/** A lexicon ready to match with: immutable, safe to share, named by the hash of its source. */
export interface Lexicon {
  readonly version: string
  readonly source: LexiconSource
  readonly matcher: Matcher
  readonly rules: readonly CompiledRule[]
  /** The rules a pattern belongs to, by the pattern's number. */
  readonly rulesOf: ReadonlyMap<number, readonly CompiledRule[]>
  readonly clauseOpeners: readonly number[]
  readonly corrections: readonly number[]
  readonly signs: Signs
  readonly staff: readonly string[]
}

/**
 * Compiles a lexicon. `version` is the SHA-256 of the source, computed by the caller. Throws `invalid` naming the rule
 * and what is wrong with its pattern.
 */
export function compileLexicon(source: LexiconSource, version: string): Lexicon {
  const concept = conceptsOf(source.concepts)
  const signs: Signs = new Map(
    Object.entries(source.variants.signs).map(([sign, word]) => [sign.codePointAt(0) ?? 0, word]),
  )
  const sources: PatternSource[] = []
  const add = (where: string, sound: boolean) => (text: string) => {
    try {
      sources.push({ parts: parsePattern(text, concept), sound })
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      throw new AppError('invalid', `${where}:${error.message},请对照 lexicons/README.md 改正。`)
    }
    return sources.length - 1
  }
  const exceptions = new Map(
    source.exceptions.map((exception): [string, CompiledException] => {
      const number = add(`例外 ${exception.id}`, false)
      const unless = exception.unless?.map(number) ?? []
      return [exception.id, { exception, patterns: exception.patterns.map(number), unless }]
    }),
  )
  const named = (rule: Rule, id: string) => {
    const found = exceptions.get(id)
    if (!found) throw new AppError('invalid', `规则 ${rule.id}:没有名为 ${id} 的例外。`)
    return found
  }
  const categories = new Map(source.categories.map((category) => [category.id, category]))
  const rules = source.rules.flatMap(({ category: id, rules: list }) => {
    const category = categories.get(id)
    if (!category) throw new AppError('invalid', `规则文件 ${id}:categories.yaml 里没有这个类别。`)
    return list.map((rule): CompiledRule => {
      const number = add(`规则 ${rule.id}`, rule.sound)
      const always = [...exceptions.values()].filter(
        ({ exception }) => exception.always && !rule.noExcept.includes(exception.id),
      )
      return {
        rule,
        category,
        match: rule.match.map(number),
        with: rule.with?.map(number) ?? [],
        without: rule.without?.map(number) ?? [],
        severityWith: rule.severityWhen?.map((when) => when.with?.map(number) ?? []) ?? [],
        exceptions: [...always, ...rule.except.map((name) => named(rule, name))],
      }
    })
  })
  const plain = add('variants.yaml', false)
  const clauseOpeners = source.variants.clauseOpeners.map(plain)
  const corrections = source.variants.corrections.map(plain)
  const rulesOf = new Map<number, CompiledRule[]>()
  for (const rule of rules)
    for (const pattern of rule.match) rulesOf.set(pattern, [...(rulesOf.get(pattern) ?? []), rule])
  return {
    version,
    source,
    matcher: compileMatcher(sources, signs),
    rules,
    rulesOf,
    clauseOpeners,
    corrections,
    signs,
    staff: source.variants.staff,
  }
}

/** Looks concepts up with those they include; one that includes itself is a mistake. */
function conceptsOf(concepts: LexiconSource['concepts']) {
  const resolved = new Map<string, readonly string[]>()
  const resolve = (name: string, above: readonly string[]): readonly string[] | undefined => {
    const known = resolved.get(name)
    if (known) return known
    const concept = concepts[name]
    if (!concept) return undefined
    if (above.includes(name)) throw new PatternError(`概念 {${name}} 包含了它自己`)
    const { words, include = [] } = Array.isArray(concept) ? { words: concept } : concept
    const inner = include.flatMap((other) => {
      const found = resolve(other, [...above, name])
      if (!found) throw new PatternError(`概念 {${name}} 包含了没有定义的 {${other}}`)
      return found
    })
    const all = [...new Set([...words, ...inner])]
    resolved.set(name, all)
    return all
  }
  return (name: string) => resolve(name, [])
}

import type { AbsenceRule } from '#shared/domain/absence.ts'
import type { Exception, LexiconSource, Rule } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import type { Clauses } from './clause.ts'
import { type ConceptWords, conceptsOf, indexConcepts } from './concepts.ts'
import type { FoundHit, Utterance } from './detect.ts'
import { type Folded, type FoldTable, foldWord, makeFoldTable } from './fold.ts'
import { compileMatcher, type Matcher, type PatternSource } from './match/matcher.ts'
import { PatternError, parsePattern } from './match/pattern.ts'
import { buildTrie, type Trie } from './match/trie.ts'
import { makeSplits, type Splits } from './parts.ts'

/** A rule with its patterns by number: `match` in the lexicon's `claims`, the others in its `context`. */
export interface CompiledRule {
  readonly rule: Rule
  readonly category: LexiconSource['categories'][number]
  readonly match: readonly number[]
  readonly with: readonly (readonly number[])[]
  readonly without: readonly number[]
  readonly severityWith: readonly (readonly number[])[]
  readonly exceptions: readonly CompiledException[]
  /** All patterns of `context` that judging one of its matches may ask for. */
  readonly asks: readonly number[]
}

export interface CompiledException {
  readonly exception: Exception
  readonly patterns: readonly number[]
  readonly unless: readonly number[]
}

/** A rule of absence with its patterns by number in the lexicon's `due`. */
export interface CompiledAbsence {
  readonly rule: AbsenceRule
  readonly category: LexiconSource['categories'][number]
  readonly when: readonly number[]
  readonly expects: readonly number[]
  readonly goodsSaid: readonly number[]
}

/** A lexicon ready to match with: immutable, safe to share, named by the hash of its source. */
export interface Lexicon {
  readonly version: string
  readonly source: LexiconSource
  readonly table: FoldTable
  readonly splits: Splits
  /** What rules look for. */
  readonly claims: Matcher
  /** The rules a pattern of `claims` belongs to, by its number. */
  readonly rulesOf: readonly (readonly CompiledRule[])[]
  /** What conditions and exceptions look for; searched only in texts where a rule matched. */
  readonly context: Matcher
  /** What takes something back. */
  readonly corrections: Matcher
  readonly rules: readonly CompiledRule[]
  /** Rules whose words alone say nothing, and how likely the second reading must take their sentences for. */
  readonly likely: ReadonlyMap<string, number>
  /** What the learned tagger knows words by. */
  readonly concepts: ConceptWords
  /** What rules of absence look for, and those rules. */
  readonly due: Matcher
  readonly absences: readonly CompiledAbsence[]
  readonly openers: Trie
  /** The farthest a rule looks into the sentences around, in seconds; 0 when none does. */
  readonly lookAroundSeconds: number
  /**
   * Reads the text of hits once more, marks the doubtful ones, and judges `likely` ones, hits of rules whose words alone
   * say nothing. Without it the rules' word is the last, and those say nothing.
   */
  readonly secondReading?: SecondReading
}

export type SecondReading = (utterance: Utterance, found: Found) => FoundHit[]

/** What the second reading is of: what rules found, and what those found whose words alone say nothing. */
export interface Found {
  readonly hits: readonly FoundHit[]
  readonly likely: readonly FoundHit[]
  /** The text as detection has folded and divided it, good until the next text. */
  readonly page?: () => Page
}

/** A folded text and where its clauses are. */
export interface Page {
  readonly folded: Folded
  readonly clauses: Clauses
}

/**
 * Compiles a lexicon. `version` is the SHA-256 of the source, computed by the caller. Throws `invalid` naming the rule
 * and what is wrong with it.
 */
export function compileLexicon(source: LexiconSource, version: string): Lexicon {
  const { variants } = source
  const table = makeFoldTable(variants.lookAlikes, variants.signs)
  const concept = conceptsOf(source.concepts)
  const claims = collector(concept)
  const context = collector(concept)
  const exceptions = new Map(
    source.exceptions.map((exception): [string, CompiledException] => {
      const add = context.adder(`例外 ${exception.id}`, false)
      const patterns = exception.patterns?.map(add) ?? []
      return [exception.id, { exception, patterns, unless: exception.unless?.map(add) ?? [] }]
    }),
  )
  const categories = new Map(source.categories.map((category) => [category.id, category]))
  const calendars = new Set(source.calendars.map(({ id }) => id))
  const rules = source.rules.flatMap(({ category: id, rules: list }) => {
    const category = categories.get(id)
    if (!category) throw new AppError('invalid', `规则文件 ${id}：categories.yaml 里没有这个类别。`)
    return list.map((rule): CompiledRule => {
      const claim = claims.adder(`规则 ${rule.id}`, rule.sound)
      const add = context.adder(`规则 ${rule.id}`, false)
      if (rule.dates && !calendars.has(rule.dates))
        throw new AppError('invalid', `规则 ${rule.id}：calendars.yaml 里没有日历 ${rule.dates}。`)
      const own = {
        with: rule.with?.map((any) => any.map(add)) ?? [],
        without: rule.without?.map(add) ?? [],
        severityWith: rule.severityWhen?.map((when) => when.with?.map(add) ?? []) ?? [],
        exceptions: exceptionsOf(rule, exceptions),
      }
      return { rule, category, match: rule.match.map(claim), ...own, asks: asksOf(own) }
    })
  })
  const due = collector(concept)
  const absences = source.rules.flatMap(({ category: id, absent = [] }) =>
    absent.flatMap((rule): CompiledAbsence[] => {
      const category = categories.get(id)
      const add = due.adder(`规则 ${rule.id}`, false)
      if (!category) return []
      const when = rule.when.map(add)
      const expects = rule.expects.map(add)
      return [{ rule, category, when, expects, goodsSaid: rule.goodsSaid?.map(add) ?? [] }]
    }),
  )
  const corrections = collector(concept)
  variants.corrections.map(corrections.adder('variants.yaml', false))
  const rulesOf: CompiledRule[][] = claims.sources.map(() => [])
  for (const rule of rules) for (const pattern of new Set(rule.match)) rulesOf[pattern]?.push(rule)
  const seconds = rules.map(({ rule: { within } }) =>
    typeof within === 'object' ? within.seconds : 0,
  )
  const talk = talkOf(source)
  return {
    version,
    source,
    table,
    splits: makeSplits(variants.splits, table),
    claims: compileMatcher(claims.sources, table, variants.fillers, talk),
    rulesOf,
    context: compileMatcher(context.sources, table, variants.fillers, talk),
    corrections: compileMatcher(corrections.sources, table, variants.fillers),
    rules,
    likely: new Map(rules.flatMap(({ rule: { id, likely } }) => (likely ? [[id, likely]] : []))),
    concepts: indexConcepts(source.concepts, table),
    due: compileMatcher(due.sources, table, variants.fillers),
    absences,
    openers: buildTrie(variants.clauseOpeners.map((word) => foldWord(word, table))),
    lookAroundSeconds: Math.max(0, ...seconds),
  }
}

function asksOf(
  own: Pick<CompiledRule, 'with' | 'without' | 'severityWith' | 'exceptions'>,
): number[] {
  const excusing = own.exceptions.flatMap(({ patterns, unless }) => [...patterns, ...unless])
  const all = [...own.with.flat(), ...own.without, ...own.severityWith.flat(), ...excusing]
  return [...new Set(all)]
}

/** Numbers patterns as they come; the same text with the same sound switch is one pattern. */
function collector(concept: (name: string) => readonly string[] | undefined) {
  const sources: PatternSource[] = []
  const known = new Map<string, number>()
  const adder = (where: string, sound: boolean) => (text: string) => {
    const key = `${sound} ${text}`
    const old = known.get(key)
    if (old !== undefined) return old
    try {
      sources.push({ paths: parsePattern(text, concept), sound })
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      throw new AppError('invalid', `${where}：${error.message}。写法见 lexicons/README.md。`)
    }
    known.set(key, sources.length - 1)
    return sources.length - 1
  }
  return { sources, adder }
}

/** Those that always apply without those the rule switches off, then its own; none where the whole sentence is read anyway. */
function exceptionsOf(rule: Rule, all: ReadonlyMap<string, CompiledException>) {
  for (const id of [...rule.except, ...rule.noExcept])
    if (!all.has(id))
      throw new AppError('invalid', `规则 ${rule.id}：exceptions.yaml 里没有名为 ${id} 的例外。`)
  if (rule.likely !== undefined) return []
  return [...all.values()].filter(
    ({ exception: { id, always } }) =>
      (always && !rule.noExcept.includes(id)) || rule.except.includes(id),
  )
}

/** What the rules' own clean examples say. */
const talkOf = ({ rules }: LexiconSource) =>
  rules.flatMap(({ rules: list }) =>
    list.flatMap(({ examples }) =>
      examples.clean.map((example) => (typeof example === 'string' ? example : example.text)),
    ),
  )

import type { Exception, LexiconSource, RulesFile } from '#shared/domain/lexicon.ts'
import type { CompiledException, CompiledRule, Lexicon } from './compile.ts'
import type { Matcher } from './match/matcher.ts'

const matchers = ['claims', 'context', 'corrections', 'due'] as const
type MatcherName = (typeof matchers)[number]

/** A rule by numbers: it and its category by their order in the source, its exceptions in the lexicon's list of them. */
type PackedRule = Omit<CompiledRule, 'rule' | 'category' | 'exceptions'> & {
  readonly category: number
  readonly exceptions: readonly number[]
}

/**
 * A piece of a compiled lexicon that is quick to copy from one thread to another; the large arrays are typed, so that
 * they move instead.
 */
export type Part =
  | {
      readonly kind: 'lexicon'
      readonly rest: Omit<Lexicon, MatcherName | 'source' | 'rules' | 'rulesOf'>
    }
  | { readonly kind: 'source'; readonly source: Partial<LexiconSource> }
  | { readonly kind: 'files'; readonly files: readonly RulesFile[] }
  | {
      readonly kind: 'matcher'
      readonly name: MatcherName
      readonly matcher: Omit<Matcher, 'words'>
    }
  | { readonly kind: 'words'; readonly name: MatcherName; readonly text: string }
  | {
      readonly kind: 'rules'
      readonly rules: readonly PackedRule[]
      readonly exceptions: readonly (Omit<CompiledException, 'exception'> & {
        readonly exception: number
      })[]
      /** Rules of claim pattern `p`: `rulesOf[rulesFrom[p] … rulesFrom[p + 1]]`. */
      readonly rulesFrom: Int32Array
      readonly rulesOf: Int32Array
    }

/** Words in one string, files of rules in one part: each takes about a millisecond to read. */
const wordsAPart = 4096
const filesAPart = 6
/** Never inside a folded word, for a line break is left out of it. */
const between = '\n'

/** Takes a lexicon apart, in the order it is put together again. */
export function* packLexicon(lexicon: Lexicon): Generator<Part> {
  const { source, rules, rulesOf, claims, context, corrections, due, ...rest } = lexicon
  const { rules: files, concepts, exceptions, ...others } = source
  yield { kind: 'lexicon', rest }
  yield { kind: 'source', source: others }
  yield { kind: 'source', source: { concepts } }
  yield { kind: 'source', source: { exceptions } }
  for (let at = 0; at < files.length; at += filesAPart)
    yield { kind: 'files', files: files.slice(at, at + filesAPart) }
  for (const name of matchers) {
    const { words, ...matcher } = lexicon[name]
    yield { kind: 'matcher', name, matcher }
    for (let at = 0; at < words.length; at += wordsAPart)
      yield { kind: 'words', name, text: words.slice(at, at + wordsAPart).join(between) }
  }
  yield packRules(source, rules, rulesOf)
}

function packRules(
  source: LexiconSource,
  rules: readonly CompiledRule[],
  rulesOf: Lexicon['rulesOf'],
): Part {
  const exceptions = [...new Set(rules.flatMap((rule) => rule.exceptions))]
  const exceptionNumber = new Map(exceptions.map((exception, i) => [exception, i]))
  const sourceNumber = new Map<Exception, number>(source.exceptions.map((one, i) => [one, i]))
  const ruleNumber = new Map(rules.map((rule, i) => [rule, i]))
  const rulesFrom = new Int32Array(rulesOf.length + 1)
  rulesOf.forEach((list, i) => {
    rulesFrom[i + 1] = (rulesFrom[i] as number) + list.length
  })
  return {
    kind: 'rules',
    rules: rules.map(({ rule: _, category, exceptions: own, ...patterns }) => ({
      ...patterns,
      category: source.categories.indexOf(category),
      exceptions: own.map((one) => exceptionNumber.get(one) ?? -1),
    })),
    exceptions: exceptions.map(({ exception, ...patterns }) => ({
      ...patterns,
      exception: sourceNumber.get(exception) ?? -1,
    })),
    rulesFrom,
    rulesOf: Int32Array.from(rulesOf.flat(), (rule) => ruleNumber.get(rule) ?? -1),
  }
}

/** Puts a lexicon together again, part by part; what was one object in several places is one again. */
export function assembleLexicon() {
  let rest: Extract<Part, { kind: 'lexicon' }>['rest'] | undefined
  let rules: Extract<Part, { kind: 'rules' }> | undefined
  const source: Partial<LexiconSource> = {}
  const files: RulesFile[] = []
  const half = new Map<MatcherName, Omit<Matcher, 'words'>>()
  const words = new Map<MatcherName, string[]>()
  return {
    add(part: Part): void {
      if (part.kind === 'lexicon') rest = part.rest
      else if (part.kind === 'source') Object.assign(source, part.source)
      else if (part.kind === 'files') files.push(...part.files)
      else if (part.kind === 'matcher') {
        half.set(part.name, part.matcher)
        words.set(part.name, [])
      } else if (part.kind === 'words') words.get(part.name)?.push(...part.text.split(between))
      else rules = part
    },
    lexicon(): Lexicon {
      const matcher = (name: MatcherName): Matcher => ({
        ...given(half.get(name)),
        words: given(words.get(name)),
      })
      // Every part of a source is among those that were sent.
      const whole = { ...source, rules: files } as LexiconSource
      return {
        ...given(rest),
        source: whole,
        claims: matcher('claims'),
        context: matcher('context'),
        corrections: matcher('corrections'),
        due: matcher('due'),
        ...unpackRules(whole, given(rules)),
      }
    },
  }
}

function unpackRules(source: LexiconSource, part: Extract<Part, { kind: 'rules' }>) {
  const exceptions = part.exceptions.map(({ exception, ...patterns }) => ({
    ...patterns,
    exception: given(source.exceptions[exception]),
  }))
  const own = source.rules.flatMap((file) => file.rules)
  const rules = part.rules.map(({ category, exceptions: numbers, ...patterns }, i) => ({
    ...patterns,
    rule: given(own[i]),
    category: given(source.categories[category]),
    exceptions: numbers.map((number) => given(exceptions[number])),
  }))
  const rulesOf = Array.from({ length: part.rulesFrom.length - 1 }, (_, pattern) =>
    Array.from(
      part.rulesOf.subarray(part.rulesFrom[pattern], part.rulesFrom[pattern + 1]),
      (number) => given(rules[number]),
    ),
  )
  return { rules, rulesOf }
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a part of the lexicon is missing')
  return value
}

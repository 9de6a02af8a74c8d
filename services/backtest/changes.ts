import { createHash } from 'node:crypto'
import type { LexiconSource, Rule } from '#shared/domain/lexicon.ts'
import { conceptsOf } from '#shared/text/concepts.ts'
import { parsePattern } from '#shared/text/match/pattern.ts'

/** What may make two versions judge a text differently. */
export interface Changes {
  /** Something every text is read with: variants, names of staff, what opens a clause, what corrects. */
  readonly everything: boolean
  /** Rules that are new, gone, or rest on something else: their own words, a concept, an exception, a calendar. */
  readonly rules: ReadonlySet<string>
}

/**
 * Compares two versions by what detection makes of them. A rule counts as the same only when every word it looks for,
 * with its conditions, exceptions, calendar and category, is; its name, note and own sentences do not matter.
 */
export function changesBetween(before: LexiconSource, after: LexiconSource): Changes {
  const old = rulePrints(before)
  const fresh = rulePrints(after)
  const ids = new Set([...old.keys(), ...fresh.keys()])
  return {
    everything: commonPrint(before) !== commonPrint(after),
    rules: new Set([...ids].filter((id) => old.get(id) !== fresh.get(id))),
  }
}

/** Equal for equal content: a stored version comes back with its keys in another order. */
function print(value: unknown): string {
  const json = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
  return createHash('sha256').update(json).digest('hex')
}

function commonPrint(source: LexiconSource): string {
  const resolve = patternReader(source)
  const { corrections, ...variants } = source.variants
  return print([variants, corrections.map(resolve)])
}

function rulePrints(source: LexiconSource): Map<string, string> {
  const resolve = patternReader(source)
  const exceptions = source.exceptions.map(
    ({ name: _, source: __, reason: ___, patterns, unless, ...exception }) => ({
      id: exception.id,
      always: exception.always,
      print: print([exception, patterns?.map(resolve), unless?.map(resolve)]),
    }),
  )
  const categories = new Map(source.categories.map((category) => [category.id, category]))
  return new Map(
    source.rules.flatMap(({ category, rules }) =>
      rules.map((rule): [string, string] => {
        const { severity, mode } = categories.get(category) ?? {}
        const { name: _, note: __, examples: ___, severityWhen, ...plain } = rule
        return [
          rule.id,
          print([
            { category, severity, mode, ...plain },
            source.calendars.find(({ id }) => id === rule.dates),
            patternsOf(rule).map(resolve),
            severityWhen,
            exceptions.filter(
              ({ id, always }) =>
                rule.likely === undefined &&
                ((always && !rule.noExcept.includes(id)) || rule.except.includes(id)),
            ),
          ]),
        ]
      }),
    ),
  )
}

function patternsOf({ match, with: near = [], without = [], severityWhen = [] }: Rule): string[] {
  return [...match, ...near.flat(), ...without, ...severityWhen.flatMap((when) => when.with ?? [])]
}

/** A pattern with the words of the concepts it names, as one short text. */
function patternReader({ concepts }: LexiconSource): (pattern: string) => string {
  const concept = conceptsOf(concepts)
  const known = new Map<string, string>()
  return (pattern) => {
    const old = known.get(pattern)
    if (old) return old
    const made = print([pattern, parsePattern(pattern, concept)])
    known.set(pattern, made)
    return made
  }
}

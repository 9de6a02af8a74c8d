import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { divide } from '#shared/text/clause.ts'
import { compileLexicon, type Lexicon } from '#shared/text/compile.ts'
import { conceptsOf } from '#shared/text/concepts.ts'
import { once } from '#shared/text/detect.ts'
import { foldWord, makeFoldTable } from '#shared/text/fold.ts'
import { buildAutomaton } from '#shared/text/match/automaton.ts'
import { compileMatcher, type Matcher, type PatternSource } from '#shared/text/match/matcher.ts'
import { parsePattern } from '#shared/text/match/pattern.ts'
import { search } from '#shared/text/match/search.ts'
import { makeSplits } from '#shared/text/parts.ts'
import { viewsOf } from '#shared/text/view.ts'
import { type Changes, changesBetween } from './changes.ts'

export interface Version {
  readonly version: string
  readonly source: LexiconSource
}

/** Two versions side by side, and a quick way to tell that they cannot differ over a text. */
export interface Pair {
  readonly before: () => Lexicon
  readonly after: () => Lexicon
  /** False when both are sure to find the same hits in the text. */
  mayDiffer(text: string): boolean
  /** Whether an unchanged rule of that category has words in the text; both versions agree on such rules. */
  mayHold(text: string, category: string): boolean
}

/**
 * Where only some rules differ, a text in which none of them matches, in either version, is judged alike by both: the
 * other rules, their conditions and their exceptions are the same, and which of two hits stays never depends on rules
 * that did not match. Lexicons are compiled when a text first needs them.
 */
export function pairOf(before: Version, after: Version): Pair {
  const changes = changesBetween(before.source, after.source)
  const sources = [before.source, after.source]
  const reader = once(() => readerOf(before.source))
  const changed = once(() =>
    matcherOf(sources, before.source, (_, rule) => changes.rules.has(rule)),
  )
  const held = new Map<string, Matcher>()
  return {
    before: once(() => compileLexicon(before.source, before.version)),
    after: once(() => compileLexicon(after.source, after.version)),
    mayDiffer(text) {
      if (changes.everything) return true
      return changes.rules.size > 0 && reader()(changed(), text)
    },
    mayHold(text, category) {
      let matcher = held.get(category)
      if (!matcher) {
        matcher = matcherOf([before.source], before.source, (it, rule) =>
          isSame(changes, it, rule, category),
        )
        held.set(category, matcher)
      }
      return reader()(matcher, text)
    },
  }
}

const isSame = ({ rules }: Changes, it: string, rule: string, category: string) =>
  it === category && !rules.has(rule)

type Reader = (matcher: Matcher, text: string) => boolean

/** Reads texts as detection does, signs and taken-apart characters included. */
function readerOf({ variants }: LexiconSource): Reader {
  const table = makeFoldTable(variants.lookAlikes, variants.signs)
  const splits = makeSplits(variants.splits, table)
  const openers = buildAutomaton(variants.clauseOpeners.map((word) => foldWord(word, table)))
  return (matcher, text) =>
    viewsOf({ table, splits }, text).some(
      ({ folded }) => search(matcher, folded, () => divide(folded, openers), true).size > 0,
    )
}

/** What the chosen rules look for in any of the versions; texts are folded as `common` says. */
function matcherOf(
  sources: readonly LexiconSource[],
  { variants }: LexiconSource,
  isWanted: (category: string, rule: string) => boolean,
): Matcher {
  const patterns = new Map<string, PatternSource>()
  for (const source of sources) {
    const concept = conceptsOf(source.concepts)
    for (const { category, rules } of source.rules)
      for (const { id, match, sound } of rules)
        if (isWanted(category, id))
          for (const pattern of match) {
            const paths = parsePattern(pattern, concept)
            patterns.set(`${sound} ${JSON.stringify(paths)}`, { paths, sound })
          }
  }
  const table = makeFoldTable(variants.lookAlikes, variants.signs)
  return compileMatcher([...patterns.values()], table, variants.fillers)
}

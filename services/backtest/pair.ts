import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { divide } from '#shared/text/clause.ts'
import { compileLexicon, type Lexicon } from '#shared/text/compile.ts'
import { conceptsOf } from '#shared/text/concepts.ts'
import { once } from '#shared/text/detect.ts'
import { Desk, type Folded, foldWord, makeFoldTable } from '#shared/text/fold.ts'
import { compileMatcher, type Matcher, type PatternSource } from '#shared/text/match/matcher.ts'
import { parsePattern } from '#shared/text/match/pattern.ts'
import { search } from '#shared/text/match/search.ts'
import { buildTrie } from '#shared/text/match/trie.ts'
import { makeSplits } from '#shared/text/parts.ts'
import { reverse, viewsOf } from '#shared/text/view.ts'
import { changesBetween } from './changes.ts'

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
  /** Whether an unchanged rule of one of these categories matches in the text; both versions agree on such rules. */
  mayHold(text: string, categories: readonly string[]): boolean
}

/**
 * Where only some rules differ, a text in which none of them matches, in either version, is judged alike by both: the
 * other rules, their conditions and their exceptions are the same, and which of two hits stays never depends on rules
 * that did not match. Lexicons are compiled when a text first needs them; `finish` gives them their second reading.
 */
export function pairOf(
  before: Version,
  after: Version,
  finish: (lexicon: Lexicon) => Lexicon = (lexicon) => lexicon,
): Pair {
  const changes = changesBetween(before.source, after.source)
  const sources = [before.source, after.source]
  const reader = once(() => readerOf(before.source))
  const changed = once(() =>
    matcherOf(sources, before.source, (_, rule) => changes.rules.has(rule)),
  )
  const held = new Map<string, Matcher>()
  return {
    before: once(() => finish(compileLexicon(before.source, before.version))),
    after: once(() => finish(compileLexicon(after.source, after.version))),
    mayDiffer(text) {
      if (changes.everything) return true
      return changes.rules.size > 0 && reader()(changed(), text)
    },
    mayHold(text, categories) {
      const key = categories.join()
      const matcher =
        held.get(key) ??
        matcherOf(
          [before.source],
          before.source,
          (category, rule) => categories.includes(category) && !changes.rules.has(rule),
        )
      held.set(key, matcher)
      return reader()(matcher, text)
    },
  }
}

type Reader = (matcher: Matcher, text: string) => boolean

/**
 * Whether any pattern matches in any of the ways detection reads a text: signs and taken-apart characters included, and
 * from the end. That way is open to all rules once one of them has a long word there, so such a word alone will do.
 */
function readerOf({ variants }: LexiconSource): Reader {
  const table = makeFoldTable(variants.lookAlikes, variants.signs)
  const splits = makeSplits(variants.splits, table)
  const openers = buildTrie(variants.clauseOpeners.map((word) => foldWord(word, table)))
  const desk = new Desk()
  const matches = (matcher: Matcher, folded: Folded, evasions: boolean) =>
    search(matcher, folded, () => divide(folded, openers), evasions).size > 0
  return (matcher, text) => {
    const views = viewsOf({ table, splits, claims: matcher }, text, desk)
    if (views.some(({ reversed }) => reversed)) return true
    if (views.some(({ folded }) => matches(matcher, folded, true))) return true
    const [plain] = views
    const turned = plain ? reverse(plain.folded) : null
    return turned !== null && matches(matcher, turned, false)
  }
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

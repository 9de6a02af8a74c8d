import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { conceptsOf } from './concepts.ts'
import { foldWord, makeFoldTable } from './fold.ts'
import { parsePattern } from './match/pattern.ts'

/** As long as this a word is found inside others and in other senses. */
const shortUnits = 2

/**
 * Words of one or two characters that make a hit by themselves: they are a whole pattern of a rule that asks for nothing
 * nearby. By rule, rules without any left out.
 */
export function shortWordsOf(source: LexiconSource): Map<string, string[]> {
  const { variants, concepts } = source
  const concept = conceptsOf(concepts)
  const table = makeFoldTable(variants.lookAlikes, variants.signs)
  const isShort = (word: string) => foldWord(word, table).length <= shortUnits
  const found = new Map<string, string[]>()
  for (const { rules } of source.rules)
    for (const rule of rules) {
      if (rule.with) continue
      const words = rule.match.flatMap((pattern) =>
        parsePattern(pattern, concept).flatMap(({ parts: [only, ...more], opens, closes }) =>
          only?.kind === 'words' && more.length === 0 && !opens && !closes
            ? only.words.filter(isShort)
            : [],
        ),
      )
      if (words.length > 0) found.set(rule.id, [...new Set(words)])
    }
  return found
}

import type { Rule } from '#shared/domain/lexicon.ts'
import { type Folded, foldedText } from './fold.ts'
import { isLatin } from './match/latin.ts'
import { numberWord } from './match/numbers.ts'
import { How } from './match/occurrences.ts'
import type { Match } from './match/search.ts'

/** Cuts a text into words whose lengths add up to it. */
export type Tokenizer = (text: string) => readonly string[]

/** From this length on a word proves itself and only its beginning must be the beginning of a word. */
const longWord = 4

/**
 * Whether a match begins and ends where words do: 最近 holds no 最, 大麻烦 no 大麻. Only outer edges count, for what
 * was put between the characters has destroyed the inner ones, and only words as written are asked. `edges` cuts the
 * folded text when first needed.
 */
export function isWordEdge(
  folded: Folded,
  { start, end, words }: Match,
  boundary: Rule['boundary'],
  edges: () => Uint8Array,
): boolean {
  if (cutsLatin(folded, start) || cutsLatin(folded, end)) return false
  const first = words[0]
  const last = words.at(-1)
  // Several words that stand together prove each other.
  const wanted = boundary ?? (words.length > 1 ? 'none' : end - start < longWord ? 'both' : 'start')
  if (!first || !last || wanted === 'none') return true
  const begins = first.word !== numberWord && first.how === How.exact
  const ends = wanted === 'both' && last.how === How.exact
  if (begins && edges()[start] === 0) return false
  return !ends || last.word === numberWord || edges()[end] === 1
}

const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39

/** The segmenter cuts Latin into letters, so an edge inside a run of letters or of digits is found here. */
function cutsLatin({ units, length, gaps }: Folded, at: number): boolean {
  if (at <= 0 || at >= length || gaps[at] !== 0) return false
  const before = units[at - 1] as number
  const after = units[at] as number
  return (isLatin(before) && isLatin(after)) || (isDigit(before) && isDigit(after))
}

/** Marks every unit of the folded text at which a word begins or ends. */
export function wordEdges(folded: Folded, tokenizer: Tokenizer): Uint8Array {
  const edges = new Uint8Array(folded.length + 1)
  edges[0] = 1
  let at = 0
  for (const token of tokenizer(foldedText(folded))) {
    at += token.length
    edges[at] = 1
  }
  return edges
}

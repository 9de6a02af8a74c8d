import type { Rule } from '#shared/domain/lexicon.ts'
import { type Folded, foldedText } from './fold.ts'
import { How, type Match } from './matcher.ts'

/** Cuts a text into words whose lengths add up to it. */
export type Tokenizer = (text: string) => readonly string[]

/** From this length on a word proves itself and only its beginning must be the beginning of a word. */
const longWord = 4

/**
 * Whether a match begins and ends where words do: 最近 holds no 最, 大麻烦 no 大麻. Only outer edges count, for what
 * was put between the characters has destroyed the inner ones, and only words as written are asked.
 */
export function isWordEdge(
  folded: Folded,
  { start, end, words }: Match,
  boundary: Rule['boundary'],
  tokenizer: Tokenizer,
): boolean {
  if (cutsLatin(folded, start) || cutsLatin(folded, end)) return false
  const [first] = words
  const wanted =
    boundary ?? (words.length > 1 ? 'none' : end - start >= longWord ? 'start' : 'both')
  if (wanted === 'none' || first?.how !== How.exact) return true
  const edges = wordEdges(folded, tokenizer)
  return edges.has(start) && (wanted === 'start' || edges.has(end))
}

const isAlnum = (unit: number | undefined) =>
  unit !== undefined && ((unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a))
const isLetter = (unit: number | undefined) => unit !== undefined && unit >= 0x61 && unit <= 0x7a

/** The segmenter cuts Latin into letters, so an edge inside a run of letters is found here. */
function cutsLatin({ units, length, gaps }: Folded, at: number): boolean {
  if (at <= 0 || at >= length || gaps[at] !== 0) return false
  const before = units[at - 1]
  const after = units[at]
  return isAlnum(before) && isAlnum(after) && isLetter(before) === isLetter(after)
}

const known = new WeakMap<Folded, ReadonlySet<number>>()

function wordEdges(folded: Folded, tokenizer: Tokenizer): ReadonlySet<number> {
  const cached = known.get(folded)
  if (cached) return cached
  const edges = new Set([0])
  let at = 0
  for (const token of tokenizer(foldedText(folded))) {
    at += token.length
    edges.add(at)
  }
  known.set(folded, edges)
  return edges
}

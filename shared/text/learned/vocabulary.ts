import type { Lexicon } from '../compile.ts'
import type { Folded } from '../fold.ts'
import { numberWord } from '../match/numbers.ts'
import { findSingles, findWords } from '../match/occurrences.ts'
import { scan } from '../match/trie.ts'

/** What a lexicon knows of a word: the concepts it belongs to, or which rules use it. */
export interface KnownWord {
  readonly text: string
  readonly concepts: readonly string[]
  /** Share of each category in the places where rules use the word; they add up to 1, or it is empty. */
  readonly categories: ReadonlyMap<string, number>
  /** The same by kind of claim. */
  readonly kinds: ReadonlyMap<string, number>
}

/** A known word where it stands, in folded units. */
export interface Placed {
  readonly word: KnownWord
  readonly start: number
  readonly end: number
}

/** Finds the words of a lexicon's concepts and of its rules in a text, as written, in its order. */
export type Vocabulary = (folded: Folded) => Placed[]

/** What is known of a word is worked out when it is first found: of all of them that would take seconds. */
export function vocabularyOf(
  lexicon: Lexicon,
  kindOf: Readonly<Record<string, string>>,
): Vocabulary {
  const { concepts, claims } = lexicon
  const conceptWord = memo((entry) => ofConcepts(lexicon, entry))
  const ruleWord = memo((word) => ofRules(lexicon, kindOf, word))
  return (folded) => {
    const out: Placed[] = []
    scan(concepts.trie, folded.units, folded.length, (entry, start, end) => {
      out.push({ word: conceptWord(entry), start, end })
    })
    const into = {
      addWord(word: number, start: number, end: number) {
        if (word !== numberWord) out.push({ word: ruleWord(word), start, end })
      },
    }
    findWords(claims, folded, false, into)
    findSingles(claims, folded, into)
    return out.sort((a, b) => a.start - b.start)
  }
}

function memo(make: (number: number) => KnownWord): (number: number) => KnownWord {
  const known = new Map<number, KnownWord>()
  return (number) => {
    const old = known.get(number)
    if (old) return old
    const made = make(number)
    known.set(number, made)
    return made
  }
}

const none: ReadonlyMap<string, number> = new Map()

function ofConcepts({ concepts: { names, from, of } }: Lexicon, entry: number): KnownWord {
  const own = of.subarray(from[entry], from[entry + 1])
  const concepts = Array.from(own, (concept) => names[concept] ?? '')
  return { text: '', concepts, categories: none, kinds: none }
}

function ofRules(
  { claims, rulesOf }: Lexicon,
  kindOf: Readonly<Record<string, string>>,
  word: number,
): KnownWord {
  const { words, setsFrom, sets, slotsFrom, slots, slotPattern } = claims
  const uses = new Map<string, number>()
  for (const set of sets.subarray(setsFrom[word], setsFrom[word + 1]))
    for (const slot of slots.subarray(slotsFrom[set], slotsFrom[set + 1]))
      for (const { category } of rulesOf[slotPattern[slot] as number] ?? [])
        uses.set(category.id, (uses.get(category.id) ?? 0) + 1)
  const all = [...uses.values()].reduce((sum, n) => sum + n, 0)
  const categories = new Map([...uses].map(([category, n]) => [category, n / all]))
  const kinds = new Map<string, number>()
  for (const [category, share] of categories) {
    const kind = kindOf[category]
    if (kind) kinds.set(kind, (kinds.get(kind) ?? 0) + share)
  }
  return { text: words[word] ?? '', concepts: [], categories, kinds }
}

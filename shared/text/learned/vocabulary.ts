import type { Lexicon } from '../compile.ts'
import { conceptsOf } from '../concepts.ts'
import { foldWord } from '../fold.ts'
import { type Automaton, buildAutomaton } from '../match/automaton.ts'
import { parsePattern } from '../match/pattern.ts'

/** What a lexicon knows of a word: the concepts it belongs to and the categories whose rules use it. */
export interface KnownWord {
  readonly text: string
  readonly concepts: readonly string[]
  /** Share of each category in the places where rules use the word; they add up to 1, or it is empty. */
  readonly categories: ReadonlyMap<string, number>
  /** The same by kind of claim. */
  readonly kinds: ReadonlyMap<string, number>
}

/** Every word of a lexicon's concepts and claims, ready to be looked for. */
export interface Vocabulary {
  readonly automaton: Automaton
  /** By the automaton's entries. */
  readonly words: readonly KnownWord[]
}

/** Collects the words of concepts and rules; `kindOf` gives the kind of claim a category stands for. Pure. */
export function vocabularyOf(
  { source, table }: Lexicon,
  kindOf: Readonly<Record<string, string>>,
): Vocabulary {
  const known = new Map<string, { concepts: Set<string>; uses: Map<string, number> }>()
  const entryOf = (word: string) => {
    const text = foldWord(word, table)
    const old = known.get(text)
    if (old) return old
    const entry = { concepts: new Set<string>(), uses: new Map<string, number>() }
    known.set(text, entry)
    return entry
  }
  const concept = conceptsOf(source.concepts)
  for (const name of Object.keys(source.concepts))
    for (const word of concept(name) ?? []) entryOf(word).concepts.add(name)
  for (const { category, rules } of source.rules)
    for (const pattern of new Set(rules.flatMap(({ match }) => match)))
      for (const { parts } of parsePattern(pattern, concept))
        for (const part of parts)
          for (const word of part.kind === 'words' ? part.words : []) {
            const { uses } = entryOf(word)
            uses.set(category, (uses.get(category) ?? 0) + 1)
          }
  const words = [...known].map(([text, { concepts, uses }]): KnownWord => {
    const all = [...uses.values()].reduce((sum, n) => sum + n, 0)
    const categories = new Map([...uses].map(([category, n]) => [category, n / all]))
    const kinds = new Map<string, number>()
    for (const [category, share] of categories) {
      const kind = kindOf[category]
      if (kind) kinds.set(kind, (kinds.get(kind) ?? 0) + share)
    }
    return { text, concepts: [...concepts], categories, kinds }
  })
  return { automaton: buildAutomaton(words.map(({ text }) => text)), words }
}

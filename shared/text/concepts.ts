import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import { type FoldTable, foldWord } from './fold.ts'
import { flatten } from './match/anchors.ts'
import { buildTrie, type Trie } from './match/trie.ts'

/**
 * Looks concepts up together with those they include and without the words of those they leave out. Throws `invalid` when one includes itself or one that is not
 * there.
 */
export function conceptsOf(concepts: LexiconSource['concepts']) {
  const resolved = new Map<string, readonly string[]>()
  const resolve = (name: string, above: readonly string[]): readonly string[] | undefined => {
    const known = resolved.get(name)
    if (known) return known
    const concept = Object.hasOwn(concepts, name) ? concepts[name] : undefined
    if (!concept) return undefined
    if (above.includes(name))
      throw new AppError(
        'invalid',
        `概念 {${name}} 包含了它自己，请改 concepts.yaml 的 include 或 without。`,
      )
    const {
      words,
      include = [],
      without = [],
    } = Array.isArray(concept) ? { words: concept } : concept
    const wordsOf = (field: 'include' | 'without', others: readonly string[]) =>
      others.flatMap((other) => {
        const found = resolve(other, [...above, name])
        if (!found)
          throw new AppError('invalid', `概念 {${name}} 的 ${field} 里，{${other}} 没有定义。`)
        return found
      })
    const left = new Set([...words, ...wordsOf('include', include)])
    for (const word of wordsOf('without', without)) left.delete(word)
    const all = [...left]
    resolved.set(name, all)
    return all
  }
  return (name: string) => resolve(name, [])
}

/** The words of all concepts, ready to be looked for; the concepts of entry `e` are `of[from[e] … from[e + 1]]`. */
export interface ConceptWords {
  readonly trie: Trie
  readonly names: readonly string[]
  readonly from: Int32Array
  readonly of: Int32Array
}

export function indexConcepts(concepts: LexiconSource['concepts'], table: FoldTable): ConceptWords {
  const concept = conceptsOf(concepts)
  const names = Object.keys(concepts)
  const owners = new Map<string, Set<number>>()
  names.forEach((name, number) => {
    for (const word of concept(name) ?? []) {
      const text = foldWord(word, table)
      const known = owners.get(text)
      if (known) known.add(number)
      else owners.set(text, new Set([number]))
    }
  })
  const [from, of] = flatten([...owners.values()].map((own) => [...own]))
  return { trie: buildTrie([...owners.keys()]), names, from, of }
}

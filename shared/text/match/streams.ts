import { readNumerals } from './numerals.ts'
import { buildTrie, type Trie } from './trie.ts'

/** A trie, the first word each of its entries stands for, and after each word the next of the same form or -1. */
export interface Stream {
  readonly trie: Trie
  readonly wordOf: Int32Array
  readonly alike: Int32Array
}

/** Streams of words as written and softened: most are the same, so they share a trie. */
export function writtenStreams(
  exact: readonly (string | null)[],
  soft: readonly (string | null)[],
): [Stream, Stream] {
  const entries = new Entries()
  const streams = [exact, soft].map((forms) => entries.place(forms))
  const trie = readNumerals(buildTrie(entries.list))
  const [first, second] = streams.map((places) => ({ trie, ...places(entries.list.length) }))
  return [first as Stream, second as Stream]
}

/** The stream of words in a form of their own. */
export function streamOf(forms: readonly (string | null)[]): Stream {
  const entries = new Entries()
  const places = entries.place(forms)
  return { trie: buildTrie(entries.list), ...places(entries.list.length) }
}

/** Entries of a trie, each once, and the words of every stream that have that form. */
class Entries {
  readonly list: string[] = []
  private readonly numbers = new Map<string, number>()

  /** Enters the form of every word; '' and null enter none. Answers what makes the stream's tables in the end. */
  place(forms: readonly (string | null)[]) {
    const alike = new Int32Array(forms.length).fill(-1)
    const first: number[] = []
    const latest: number[] = []
    forms.forEach((form, word) => {
      if (!form) return
      let entry = this.numbers.get(form)
      if (entry === undefined) {
        entry = this.list.push(form) - 1
        this.numbers.set(form, entry)
      }
      // What one rule calls a word must not depend on the words of the others.
      const before = latest[entry]
      if (before === undefined) first[entry] = word
      else alike[before] = word
      latest[entry] = word
    })
    return (count: number) => {
      const wordOf = new Int32Array(count).fill(-1)
      first.forEach((word, entry) => {
        wordOf[entry] = word
      })
      return { wordOf, alike }
    }
  }
}

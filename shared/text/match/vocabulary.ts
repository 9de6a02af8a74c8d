import { type FoldTable, foldWord } from '../fold.ts'

/** How a word is looked for; bits. */
export const Use = { heard: 1, written: 2 } as const

/** Set 0 has word 0, which stands for any number. */
export const numberSet = 0

/** Words up to this length are found most. */
const maxShort = 2

/** The words of a matcher on their way into it, folded and each once, and the sets they belong to. */
export class Vocabulary {
  private readonly table: FoldTable
  private readonly words = ['#']
  private readonly numbers = new Map<string, number>()
  /** By word, and by set those that all of its words have. */
  private readonly uses = [0]
  private readonly usesOfSet = [0]
  private readonly members = [Int32Array.of(0)]
  /** Sets by the list they were given as, for a concept stands in many patterns, and by their words. */
  private readonly lists = new Map<readonly string[], number>()
  private readonly sets = new Map<string, number>()
  /** Lists entered, and by word the last one it stood in. */
  private entered = 0
  private readonly enteredLast = [0]

  constructor(table: FoldTable) {
    this.table = table
  }

  /** The set of these words, from now on looked for in these ways too. */
  setOf(words: readonly string[], uses: number): number {
    const set = this.lists.get(words) ?? this.enter(words)
    const before = this.usesOfSet[set] as number
    if ((before | uses) !== before) {
      this.usesOfSet[set] = before | uses
      for (const word of this.members[set] as Int32Array)
        this.uses[word] = (this.uses[word] as number) | uses
    }
    return set
  }

  private enter(words: readonly string[]): number {
    this.entered++
    const all = new Int32Array(words.length)
    let count = 0
    for (const word of words) {
      const number = this.numberOf(word)
      if (number < 0 || this.enteredLast[number] === this.entered) continue
      this.enteredLast[number] = this.entered
      all[count++] = number
    }
    const own = all.subarray(0, count).sort()
    const key = own.join()
    let set = this.sets.get(key)
    if (set === undefined) {
      set = this.members.push(own) - 1
      this.sets.set(key, set)
      this.usesOfSet.push(0)
    }
    this.lists.set(words, set)
    return set
  }

  /** Number of a word, or -1 when nothing of it is left to match. */
  private numberOf(word: string): number {
    const folded = foldWord(word, this.table)
    if (folded === '') return -1
    let number = this.numbers.get(folded)
    if (number === undefined) {
      number = this.words.push(folded) - 1
      this.numbers.set(folded, number)
      this.uses.push(0)
      this.enteredLast.push(0)
    }
    return number
  }

  /**
   * The words in their order, how each is looked for, and the sets of word `w`: `sets[setsFrom[w] … setsFrom[w + 1]]`.
   * What is read together lies together: short words come first. Number 0 stays the first.
   */
  laidOut() {
    const count = this.words.length
    const place = new Int32Array(count)
    const words: string[] = []
    for (const short of [true, false])
      this.words.forEach((word, number) => {
        if (word.length <= maxShort === short) place[number] = words.push(word) - 1
      })
    const uses = new Uint8Array(count)
    for (let word = 0; word < count; word++) uses[place[word] as number] = this.uses[word] as number
    const setsFrom = new Int32Array(count + 1)
    for (const own of this.members)
      for (const word of own) {
        const next = (place[word] as number) + 1
        setsFrom[next] = (setsFrom[next] as number) + 1
      }
    for (let i = 1; i <= count; i++)
      setsFrom[i] = (setsFrom[i] as number) + (setsFrom[i - 1] as number)
    const sets = new Int32Array(setsFrom[count] as number)
    const next = setsFrom.slice()
    this.members.forEach((own, set) => {
      for (const word of own) {
        const at = place[word] as number
        sets[next[at] as number] = set
        next[at] = (next[at] as number) + 1
      }
    })
    return { words, uses, setsFrom, sets }
  }
}

import type { Matcher } from './matcher.ts'
import { Opening } from './opening.ts'

/** Latest partial matches kept per slot: older ones are farther away and can only do worse. */
export const kept = 4

/** Fields of a partial match in the pool. */
export const Field = { start: 0, end: 1, soonest: 2, word: 3, how: 4, before: 5 } as const
const fields = 6

/**
 * Working memory of a matcher, used again for every text so that searching allocates next to nothing: words found,
 * partial matches, and for every slot the latest of those that reach it. A slot's list counts only when its stamp is
 * that of the text at hand.
 */
export class Scratch {
  /** Words found, four numbers each: word, start, end, how. */
  words = new Int32Array(1024)
  wordCount = 0
  pool = new Int32Array(fields * 256)
  private poolCount = 0
  private readonly stamps: Int32Array
  private readonly counts: Int32Array
  private readonly latest: Int32Array
  private stamp = 0
  private readonly matcher: Matcher
  readonly opening: Opening
  keys = new Float64Array(256)

  constructor(matcher: Matcher) {
    const slots = matcher.slotPattern.length
    this.matcher = matcher
    this.stamps = new Int32Array(slots)
    this.counts = new Int32Array(slots)
    this.latest = new Int32Array(slots * kept)
    this.opening = new Opening(matcher)
  }

  begin(): void {
    this.wordCount = 0
    this.poolCount = 0
    this.stamp++
    // One hostile text must not hold its memory for ever.
    if (this.words.length > 1 << 20) this.words = new Int32Array(1024)
    if (this.pool.length > 1 << 20) this.pool = new Int32Array(fields * 256)
    if (this.keys.length > 1 << 20) this.keys = new Float64Array(256)
  }

  addWord(word: number, start: number, end: number, how: number): void {
    const at = this.wordCount * 4
    if (at + 4 > this.words.length) this.words = widened(this.words)
    this.words[at] = word
    this.words[at + 1] = start
    this.words[at + 2] = end
    this.words[at + 3] = how
    this.wordCount++
  }

  /** Drops the words that no open path asks for. */
  dropUnwanted(): void {
    const { setsFrom, sets } = this.matcher
    const { words, opening } = this
    let n = 0
    for (let w = 0; w < this.wordCount; w++) {
      const word = words[w * 4] as number
      const lastSet = setsFrom[word + 1] as number
      let s = setsFrom[word] as number
      while (s < lastSet && !opening.isWanted(sets[s] as number)) s++
      if (s === lastSet) continue
      if (n !== w) words.copyWithin(n * 4, w * 4, w * 4 + 4)
      n++
    }
    this.wordCount = n
  }

  /** Places of the words in the order of their starts, as keys whose remainder by 2 ** 27 is the word's number. */
  inOrder(): Float64Array {
    if (this.keys.length < this.wordCount) this.keys = new Float64Array(this.wordCount * 2)
    for (let i = 0; i < this.wordCount; i++)
      this.keys[i] = (this.words[i * 4 + 1] as number) * 2 ** 27 + i
    const keys = this.keys.subarray(0, this.wordCount)
    if (keys.length > 24) return keys.sort()
    for (let i = 1; i < keys.length; i++) {
      const key = keys[i] as number
      let at = i
      for (; at > 0 && (keys[at - 1] as number) > key; at--) keys[at] = keys[at - 1] as number
      keys[at] = key
    }
    return keys
  }

  /** Puts a partial match into the pool and gives its place there; `before` is -1 for a first word. */
  partial(
    start: number,
    end: number,
    soonest: number,
    word: number,
    how: number,
    before: number,
  ): number {
    const at = this.poolCount++ * fields
    if (at + fields > this.pool.length) this.pool = widened(this.pool)
    const { pool } = this
    pool[at] = start
    pool[at + Field.end] = end
    pool[at + Field.soonest] = soonest
    pool[at + Field.word] = word
    pool[at + Field.how] = how
    pool[at + Field.before] = before
    return at
  }

  keep(slot: number, partial: number): void {
    if (this.stamps[slot] !== this.stamp) {
      this.stamps[slot] = this.stamp
      this.counts[slot] = 0
    }
    const count = this.counts[slot] as number
    this.latest[slot * kept + (count % kept)] = partial
    this.counts[slot] = count + 1
  }

  /** How many partial matches reach a slot in this text, at most `kept`. */
  reaching(slot: number): number {
    return this.stamps[slot] === this.stamp ? Math.min(kept, this.counts[slot] as number) : 0
  }

  /** One of them. */
  nth(slot: number, i: number): number {
    return this.latest[slot * kept + i] as number
  }
}

function widened(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(list.length * 2)
  wider.set(list)
  return wider
}

import type { Folded } from '../fold.ts'
import type { Matcher } from './matcher.ts'
import { findSingles } from './occurrences.ts'
import { Opening } from './opening.ts'
import { Words, widened } from './words.ts'

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
  /** Words found, and of these and those of one character the ones that an open path asks for. */
  readonly found = new Words()
  readonly wanted = new Words()
  pool = new Int32Array(fields * 256)
  private poolCount = 0
  private readonly stamps: Int32Array
  private readonly counts: Int32Array
  private readonly latest: Int32Array
  /** Texts begun, the stamp of the one at hand. */
  texts = 0
  private readonly matcher: Matcher
  readonly opening: Opening
  private keys = new Float64Array(256)

  constructor(matcher: Matcher) {
    this.matcher = matcher
    const slots = matcher.slotPattern.length
    this.stamps = new Int32Array(slots)
    this.counts = new Int32Array(slots)
    this.latest = new Int32Array(slots * kept)
    this.opening = new Opening(matcher)
  }

  begin(): void {
    this.found.clear()
    this.wanted.clear()
    this.poolCount = 0
    this.texts++
    // One hostile text must not hold its memory for ever.
    if (this.pool.length > 1 << 20) this.pool = new Int32Array(fields * 256)
    if (this.keys.length > 1 << 20) this.keys = new Float64Array(256)
  }

  /** Takes the words that an open path asks for, the shortest first. */
  takeWanted(folded: Folded): void {
    findSingles(this.matcher, folded, this)
    const { list, count } = this.found
    for (let at = 0; at < count * 4; at += 4)
      this.addWord(
        list[at] as number,
        list[at + 1] as number,
        list[at + 2] as number,
        list[at + 3] as number,
      )
  }

  /** Takes a word when an open path asks for it. */
  addWord(word: number, start: number, end: number, how: number): void {
    if (this.opening.isWanted(word)) this.wanted.addWord(word, start, end, how)
  }

  /** Places of the wanted words in the order of their starts, as keys whose remainder by 2 ** 27 is the word's number. */
  inOrder(): Float64Array {
    const { list, count } = this.wanted
    if (this.keys.length < count) this.keys = new Float64Array(count * 2)
    for (let i = 0; i < count; i++) this.keys[i] = (list[i * 4 + 1] as number) * 2 ** 27 + i
    const keys = this.keys.subarray(0, count)
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
    if (this.stamps[slot] !== this.texts) {
      this.stamps[slot] = this.texts
      this.counts[slot] = 0
    }
    const count = this.counts[slot] as number
    this.latest[slot * kept + (count % kept)] = partial
    this.counts[slot] = count + 1
  }

  /** How many partial matches reach a slot in this text, at most `kept`. */
  reaching(slot: number): number {
    return this.stamps[slot] === this.texts ? Math.min(kept, this.counts[slot] as number) : 0
  }

  /** One of them. */
  nth(slot: number, i: number): number {
    return this.latest[slot * kept + i] as number
  }
}

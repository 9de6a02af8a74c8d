import type { Folded } from '../fold.ts'
import type { Matcher } from './matcher.ts'

/** Latest partial matches kept per slot: older ones are farther away and can only do worse. */
export const kept = 4

/** Of a set: the stamp when it has a word here, where its words begin first and end last, the stamp when weak ones count. */
const SetField = { start: 1, end: 2, weak: 3 } as const
/** Of a weak word: the stamp when it is here, and where it stands first and last. */
const SingleField = { first: 1, last: 2 } as const

/** Fillers that a pause between two words may take beyond their gap. */
export const maxPause = 4

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
  /** Four numbers a set, side by side because they are looked at together; see `SetField`. */
  private readonly sets: Int32Array
  /** Sets that have a word here, in the order they were met. */
  private readonly seen: Int32Array
  /** Four numbers a weak word; see `SingleField`. */
  private readonly singles: Int32Array
  /** Stamps of the sets that an open path asks for, and of open paths. */
  private readonly setWanted: Int32Array
  private readonly pathOpen: Int32Array
  keys = new Float64Array(256)

  constructor(matcher: Matcher) {
    const slots = matcher.slotPattern.length
    this.matcher = matcher
    this.stamps = new Int32Array(slots)
    this.counts = new Int32Array(slots)
    this.latest = new Int32Array(slots * kept)
    const count = matcher.slotsFrom.length
    this.sets = new Int32Array(count * 4)
    this.seen = new Int32Array(count)
    this.singles = new Int32Array(matcher.words.length * 4)
    this.setWanted = new Int32Array(count)
    this.pathOpen = new Int32Array(matcher.pathFrom.length)
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

  /**
   * Opens the paths all of whose sets have a word here in an order and at distances that may make a match, for no other
   * can. Most texts open none. The weak words are not among the words yet: where their characters stand is enough.
   */
  open(folded: Folded): boolean {
    const { anchoredFrom, anchored } = this.matcher.anchors
    this.seeSingles(folded)
    const seenCount = this.see()
    let opened = false
    for (let k = 0; k < seenCount; k++) {
      const set = this.seen[k] as number
      const lastPath = anchoredFrom[set + 1] as number
      for (let p = anchoredFrom[set] as number; p < lastPath; p++)
        opened = this.openPath(anchored[p] as number) || opened
    }
    return opened
  }

  /** Notes where every weak word stands first and last. */
  private seeSingles({ units, length }: Folded): void {
    const { stamp, singles } = this
    const { singles: singleOf } = this.matcher
    for (let i = 0; i < length; i++) {
      const single = (singleOf[units[i] as number] as number) * 4
      if (single === 0) continue
      if (singles[single] !== stamp) singles[single + SingleField.first] = i
      singles[single] = stamp
      singles[single + SingleField.last] = i
    }
  }

  /** Notes the sets of the words found, where each begins first and ends last; answers how many. */
  private see(): number {
    const { setsFrom, sets: setsOf } = this.matcher
    const { words, wordCount, stamp, sets, seen } = this
    let count = 0
    for (let at = 0; at < wordCount * 4; at += 4) {
      const word = words[at] as number
      const start = words[at + 1] as number
      const end = words[at + 2] as number
      const lastSet = setsFrom[word + 1] as number
      for (let s = setsFrom[word] as number; s < lastSet; s++) {
        const set = (setsOf[s] as number) * 4
        if (sets[set] !== stamp) {
          sets[set] = stamp
          sets[set + SetField.start] = start
          sets[set + SetField.end] = end
          seen[count++] = set / 4
        } else {
          if (start < (sets[set + SetField.start] as number)) sets[set + SetField.start] = start
          if (end > (sets[set + SetField.end] as number)) sets[set + SetField.end] = end
        }
      }
    }
    return count
  }

  private openPath(path: number): boolean {
    const { pathFrom, slotSet, slotGap } = this.matcher
    const { stamp, sets } = this
    const first = pathFrom[path] as number
    const last = pathFrom[path + 1] as number
    for (let slot = first; slot < last; slot++) {
      const set = slotSet[slot] as number
      if (!this.isHere(set)) return false
      if (slot === first) continue
      const before = slotSet[slot - 1] as number
      const apart =
        (sets[set * 4 + SetField.start] as number) - (sets[before * 4 + SetField.end] as number)
      if (apart > (slotGap[slot] as number) + maxPause) return false
      if ((sets[set * 4 + SetField.end] as number) <= (sets[before * 4 + SetField.start] as number))
        return false
    }
    this.pathOpen[path] = stamp
    for (let slot = first; slot < last; slot++) this.setWanted[slotSet[slot] as number] = stamp
    return true
  }

  /** Whether a set has a word here, its weak words counted in. */
  private isHere(set: number): boolean {
    const { stamp, sets, singles } = this
    const at = set * 4
    if (sets[at + SetField.weak] === stamp) return sets[at] === stamp
    sets[at + SetField.weak] = stamp
    const { weakFrom, weak } = this.matcher
    const last = weakFrom[set + 1] as number
    for (let k = weakFrom[set] as number; k < last; k++) {
      const single = (weak[k] as number) * 4
      if (singles[single] !== stamp) continue
      const start = singles[single + SingleField.first] as number
      const end = (singles[single + SingleField.last] as number) + 1
      const isNew = sets[at] !== stamp
      sets[at] = stamp
      if (isNew || start < (sets[at + SetField.start] as number)) sets[at + SetField.start] = start
      if (isNew || end > (sets[at + SetField.end] as number)) sets[at + SetField.end] = end
    }
    return sets[at] === stamp
  }

  /** Drops the words that no open path asks for. */
  dropUnwanted(): void {
    const { setsFrom, sets } = this.matcher
    const { words, stamp } = this
    let n = 0
    for (let w = 0; w < this.wordCount; w++) {
      const word = words[w * 4] as number
      const lastSet = setsFrom[word + 1] as number
      let s = setsFrom[word] as number
      while (s < lastSet && this.setWanted[sets[s] as number] !== stamp) s++
      if (s === lastSet) continue
      if (n !== w) words.copyWithin(n * 4, w * 4, w * 4 + 4)
      n++
    }
    this.wordCount = n
  }

  isWanted(set: number): boolean {
    return this.setWanted[set] === this.stamp
  }

  isOpen(path: number): boolean {
    return this.pathOpen[path] === this.stamp
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

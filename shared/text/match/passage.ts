import { Gap } from '../fold.ts'
import { type Breaks, maxPause } from './breaks.ts'
import { Ask, type Matcher } from './matcher.ts'
import { numberWord } from './numbers.ts'
import { Of, row } from './set-rows.ts'
import { widened } from './words.ts'

/** More pairs of places than this between two sets are not looked at: the sets are taken to be near enough. */
const maxPairs = 512
/** Of a place where a set has a word: its start is first, then its end, bits of the slots that it can fill, the next. */
const Place = { end: 1, fills: 2, next: 3 } as const
const maxSlots = 31

/** Whether a way leads from word to word of a path: where the words of its sets stand, and how far apart. */
export class Passage {
  private readonly matcher: Matcher
  /** Numbers of each set, shared with the opening; see `Of`. */
  private readonly sets: Int32Array
  private places = new Int32Array(1024)
  private placeCount = 0

  constructor(matcher: Matcher, sets: Int32Array) {
    this.matcher = matcher
    this.sets = sets
  }

  /** Forgets the places of the text before. */
  begin(): void {
    this.placeCount = 0
  }

  /** Notes where a word of a set stands. */
  add(set: number, start: number, end: number): void {
    const at = this.placeCount++ * 4
    if (at + 4 > this.places.length) this.places = widened(this.places)
    this.places[at] = start
    this.places[at + Place.end] = end
    this.places[at + Place.next] = this.sets[set * row + Of.latest] as number
    this.sets[set * row + Of.latest] = at
  }

  /** Whether the sets of a path have words in its order, each near enough to the one before. */
  isOpen(path: number, breaks: Breaks): boolean {
    const { places } = this
    const { pathFrom } = this.matcher
    const from = pathFrom[path] as number
    const to = pathFrom[path + 1] as number
    if (to - from > maxSlots) return true
    for (let slot = to - 1; slot >= from; slot--) this.clear(slot, slot === from)
    for (let slot = from + 1; slot < to; slot++) {
      let pairs = 0
      let passes = false
      const bit = 1 << (slot - from)
      for (let p = this.latest(slot); p >= 0; p = places[p + Place.next] as number) {
        let before = this.latest(slot - 1)
        for (; before >= 0; before = places[before + Place.next] as number) {
          if (++pairs > maxPairs) return true
          if (((places[before + Place.fills] as number) & (bit >> 1)) === 0) continue
          if (this.follows(slot, before, p, breaks)) break
        }
        if (before < 0) continue
        places[p + Place.fills] = (places[p + Place.fills] as number) | bit
        passes = true
      }
      if (!passes) return false
    }
    return true
  }

  /** The latest place of a slot's set. */
  private latest(slot: number): number {
    return this.sets[(this.matcher.slotSet[slot] as number) * row + Of.latest] as number
  }

  /** Takes back what the places of a slot's set fill; all of them fill the first slot. */
  private clear(slot: number, isFirst: boolean): void {
    const { places } = this
    for (let p = this.latest(slot); p >= 0; p = places[p + Place.next] as number)
      places[p + Place.fills] = isFirst ? 1 : 0
  }

  /** What `nearest` asks of two words, or less. */
  private follows(slot: number, before: number, place: number, breaks: Breaks): boolean {
    const { slotSet, slotGap, slotAsks } = this.matcher
    const { places } = this
    const start = places[place] as number
    const beforeEnd = places[before + Place.end] as number
    const isNumber = slotSet[slot] === numberWord
    const from =
      isNumber && beforeEnd < (places[place + Place.end] as number)
        ? Math.max(start, beforeEnd)
        : start
    const soonest = slotSet[slot - 1] === numberWord ? (places[before] as number) + 1 : beforeEnd
    if (soonest > from || from - beforeEnd > (slotGap[slot] as number) + maxPause) return false
    const isWide = ((slotAsks[slot] as number) & Ask.sentence) !== 0
    return breaks.latest(isWide ? Gap.sentence : Gap.clause, from) < Math.min(beforeEnd, from)
  }
}

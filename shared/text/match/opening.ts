import { type Folded, Gap } from '../fold.ts'
import { type Breaks, maxPause } from './breaks.ts'
import { Ask, type Matcher, numberWord } from './matcher.ts'
import { findSingles } from './occurrences.ts'
import { soften } from './soft.ts'
import { isLatin, pairMark, soundMarks, unitMark } from './sound.ts'

/** More pairs of places than this between two sets are not looked at: the sets are taken to be near enough. */
const maxPairs = 4096
/** Of a set: stamps when it was met as an anchor, when a candidate asks for it, when it has a word; its latest place. */
const Of = { met: 0, asked: 1, placed: 2, latest: 3 } as const
/** Of a place where a set has a word: its start is first, then its end, bits of the slots that it can fill, the next. */
const Place = { end: 1, fills: 2, next: 3 } as const
const maxSlots = 31

/**
 * Which paths may match in the text at hand. Hardly any does: a path is looked at only when its anchor has a word, then
 * only when the sounds in the text leave room for its other sets, and it opens when its sets have words that stand in
 * their order and near enough to each other. Used again for every text.
 */
export class Opening {
  private readonly matcher: Matcher
  private stamp = 0
  /** Stamps of the sounds in the text. */
  private readonly sounds = new Int32Array(soundMarks)
  private hasLatin = false
  /** Four numbers a set, side by side because they are looked at together; see `Of`. */
  private readonly sets: Int32Array
  private places = new Int32Array(1024)
  private placeCount = 0
  private readonly candidates: Int32Array
  /** Stamps of open paths and of their sets. */
  private readonly opened: Int32Array
  private readonly wanted: Int32Array

  constructor(matcher: Matcher) {
    const sets = matcher.slotsFrom.length
    const paths = matcher.pathFrom.length
    this.matcher = matcher
    this.sets = new Int32Array(sets * 4)
    this.wanted = new Int32Array(sets)
    this.candidates = new Int32Array(paths)
    this.opened = new Int32Array(paths)
  }

  /** Opens what may match, given the words found but for the weak ones, four numbers each; false when nothing may. */
  open(folded: Folded, breaks: Breaks, words: Int32Array, wordCount: number): boolean {
    this.stamp++
    this.listen(folded)
    const count = this.findCandidates(words, wordCount)
    if (count === 0) return false
    this.placeCount = 0
    for (let at = 0; at < wordCount * 4; at += 4)
      this.addWord(words[at] as number, words[at + 1] as number, words[at + 2] as number)
    findSingles(this.matcher, folded, this)
    let any = false
    for (let i = 0; i < count; i++) any = this.openPath(this.candidates[i] as number, breaks) || any
    return any
  }

  isOpen(path: number): boolean {
    return this.opened[path] === this.stamp
  }

  /** Whether an open path asks for a set. */
  isWanted(set: number): boolean {
    return this.wanted[set] === this.stamp
  }

  /** Notes where a word of a set stands that a candidate asks for. */
  addWord(word: number, start: number, end: number): void {
    const { setsFrom, sets } = this.matcher
    const last = setsFrom[word + 1] as number
    for (let s = setsFrom[word] as number; s < last; s++) {
      const set = sets[s] as number
      if (this.sets[set * 4 + Of.asked] === this.stamp) this.place(set, start, end)
    }
  }

  private place(set: number, start: number, end: number): void {
    const at = this.placeCount++ * 4
    if (at + 4 > this.places.length) {
      const wider = new Int32Array(this.places.length * 2)
      wider.set(this.places)
      this.places = wider
    }
    this.places[at] = start
    this.places[at + Place.end] = end
    const isFirst = this.sets[set * 4 + Of.placed] !== this.stamp
    this.places[at + Place.next] = isFirst ? -1 : (this.sets[set * 4 + Of.latest] as number)
    this.sets[set * 4 + Of.latest] = at
    this.sets[set * 4 + Of.placed] = this.stamp
  }

  /**
   * Notes the sounds of a text. A word as written, softened or by ear has the same ones, and side by side once fillers
   * are left out; letters may stand for any.
   */
  private listen(folded: Folded): void {
    const { units, length } = folded
    this.hasLatin = false
    for (let i = 0; i < length; i++) {
      const unit = units[i] as number
      if (isLatin(unit)) this.hasLatin = true
      this.sounds[unitMark(unit)] = this.stamp
      if (i > 0) this.sounds[pairMark(units[i - 1] as number, unit)] = this.stamp
    }
    const soft = soften(folded, this.matcher.fillers)
    for (let i = 1; soft.changed && i < soft.length; i++)
      this.sounds[pairMark(soft.units[i - 1] as number, soft.units[i] as number)] = this.stamp
  }

  /** Paths whose anchor has a word, and for whose rarest other set the sounds of the text leave room. */
  private findCandidates(words: Int32Array, wordCount: number): number {
    const { ofWordFrom, ofWord, anchoredFrom, anchored } = this.matcher.anchors
    let count = 0
    for (let at = 0; at < wordCount * 4; at += 4) {
      const word = words[at] as number
      const end = ofWordFrom[word + 1] as number
      for (let a = ofWordFrom[word] as number; a < end; a++) {
        const set = ofWord[a] as number
        if (this.sets[set * 4 + Of.met] === this.stamp) continue
        this.sets[set * 4 + Of.met] = this.stamp
        const last = anchoredFrom[set + 1] as number
        for (let p = anchoredFrom[set] as number; p < last; p += 3)
          if (this.isAudible(anchored[p + 1] as number, anchored[p + 2] as number))
            this.candidates[count++] = anchored[p] as number
      }
    }
    const { pathFrom, slotSet } = this.matcher
    for (let i = 0; i < count; i++) {
      const path = this.candidates[i] as number
      const to = pathFrom[path + 1] as number
      for (let slot = pathFrom[path] as number; slot < to; slot++)
        this.sets[(slotSet[slot] as number) * 4 + Of.asked] = this.stamp
    }
    return count
  }

  /** Whether one of these marks is in the text; of no marks nothing is known. */
  private isAudible(from: number, to: number): boolean {
    if (from === to || this.hasLatin) return true
    const { marks } = this.matcher.anchors
    for (let mark = from; mark < to; mark++)
      if (this.sounds[marks[mark] as number] === this.stamp) return true
    return false
  }

  private openPath(path: number, breaks: Breaks): boolean {
    const { pathFrom, slotSet } = this.matcher
    const from = pathFrom[path] as number
    const to = pathFrom[path + 1] as number
    for (let slot = from; slot < to; slot++)
      if (this.sets[(slotSet[slot] as number) * 4 + Of.placed] !== this.stamp) return false
    if (to - from > 1 && to - from <= maxSlots && !this.isPassable(from, to, breaks)) return false
    this.opened[path] = this.stamp
    for (let slot = from; slot < to; slot++) this.wanted[slotSet[slot] as number] = this.stamp
    return true
  }

  /** Whether the sets of these slots have words in their order, each near enough to the one before. */
  private isPassable(from: number, to: number, breaks: Breaks): boolean {
    const { places } = this
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
    return this.sets[(this.matcher.slotSet[slot] as number) * 4 + Of.latest] as number
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

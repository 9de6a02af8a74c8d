import type { Folded } from '../fold.ts'
import type { Breaks } from './breaks.ts'
import type { Matcher } from './matcher.ts'
import { Passage } from './passage.ts'
import { Of, row } from './set-rows.ts'
import type { Words } from './words.ts'

/**
 * Which paths may match in the text at hand. Hardly any does: a path is looked at only when its anchor has a word, then
 * only when its other sets have one, and it opens when these stand in their order and near enough to each other. Used
 * again for every text.
 */
export class Opening {
  private readonly matcher: Matcher
  private stamp = 0
  /** Two numbers a word of one character: the stamp when it stands in the text, and its latest place. */
  private readonly lone: Int32Array
  /** Of every unit the place before it of the same word; and these words, the first of each form. */
  private placeBefore = new Int32Array(256)
  private loneWords = new Int32Array(256)
  /** Numbers of each set, side by side because they are looked at together; see `Of`. */
  private readonly sets: Int32Array
  private readonly passage: Passage
  private readonly candidates: Int32Array
  /** The words found in the text at hand, and whether all of their sets are known to have a word. */
  private words = new Int32Array(0)
  private wordCount = 0
  private isAllMet = false
  /** After each open slot the next one of the same set, in the order of the paths, or -1. */
  private readonly nextSlot: Int32Array

  constructor(matcher: Matcher) {
    const { anchoredFrom } = matcher.anchors
    const sets = matcher.slotsFrom.length
    this.matcher = matcher
    this.lone = new Int32Array(matcher.words.length * 2)
    this.sets = new Int32Array(sets * row)
    this.passage = new Passage(matcher, this.sets)
    for (let set = 0; set + 1 < sets; set++) {
      this.sets[set * row + Of.from] = anchoredFrom[set] as number
      this.sets[set * row + Of.to] = anchoredFrom[set + 1] as number
    }
    this.candidates = new Int32Array(matcher.pathFrom.length)
    this.nextSlot = new Int32Array(matcher.slotPattern.length)
  }

  /** Opens what may match, given the words found but for those of one character; false when nothing may. */
  open(
    folded: Folded,
    breaks: Breaks,
    { list, count: wordCount }: Words,
    only?: Uint8Array,
  ): boolean {
    this.stamp++
    this.passage.begin()
    this.words = list
    this.wordCount = wordCount
    this.isAllMet = false
    this.meetSeconds()
    const loneCount = this.meetLone(folded)
    let count = 0
    for (let i = 0; i < wordCount; i++)
      count = this.addCandidates(list[i * 4] as number, count, only)
    const { alike } = this.matcher.exact
    for (let i = 0; i < loneCount; i++)
      for (let word = this.loneWords[i] as number; word > 0; word = alike[word] as number)
        count = this.addCandidates(word, count, only)
    if (count === 0) return false
    this.askFor(count)
    for (let at = 0; at < wordCount * 4; at += 4)
      this.addWord(list[at] as number, list[at + 1] as number, list[at + 2] as number)
    let open = 0
    for (let i = 0; i < count; i++) {
      const path = this.candidates[i] as number
      if (this.passage.isOpen(path, breaks)) this.candidates[open++] = path
    }
    this.openSlots(this.candidates.subarray(0, open).sort())
    return open > 0
  }

  /** Whether an open path asks for a word. */
  isWanted(word: number): boolean {
    const { setsFrom, sets } = this.matcher
    const last = setsFrom[word + 1] as number
    for (let s = setsFrom[word] as number; s < last; s++)
      if (this.sets[(sets[s] as number) * row + Of.wanted] === this.stamp) return true
    return false
  }

  /** The first slot of an open path that asks for a set, or -1; the others follow by `slotAfter`. */
  firstSlot(set: number): number {
    const at = set * row
    return this.sets[at + Of.wanted] === this.stamp ? (this.sets[at + Of.slot] as number) : -1
  }

  slotAfter(slot: number): number {
    return this.nextSlot[slot] as number
  }

  /** Notes where a word of a set stands that a candidate asks for. */
  addWord(word: number, start: number, end: number): void {
    const { setsFrom, sets } = this.matcher
    const last = setsFrom[word + 1] as number
    for (let s = setsFrom[word] as number; s < last; s++) {
      const set = sets[s] as number
      if (this.sets[set * row + Of.asked] === this.stamp) this.passage.add(set, start, end)
    }
  }

  /** Notes the words of one character; answers how many there are. */
  private meetLone({ units, length }: Folded): number {
    const { singles } = this.matcher
    if (this.placeBefore.length < length) {
      this.placeBefore = new Int32Array(length * 2)
      this.loneWords = new Int32Array(length * 2)
    }
    const { lone, loneWords, placeBefore, stamp } = this
    let count = 0
    for (let i = 0; i < length; i++) {
      const word = singles[units[i] as number] as number
      if (word === 0) continue
      const isFirst = lone[word * 2] !== stamp
      if (isFirst) loneWords[count++] = word
      placeBefore[i] = isFirst ? -1 : (lone[word * 2 + 1] as number)
      lone[word * 2] = stamp
      lone[word * 2 + 1] = i
    }
    return count
  }

  /** Notes which of the sets that are asked for first have one of the longer words. */
  private meetSeconds(): void {
    const { wordFrom, seconds } = this.matcher.anchors
    const { sets, stamp, words, wordCount } = this
    for (let i = 0; i < wordCount; i++) {
      const word = words[i * 4] as number
      const last = wordFrom[word * 2 + 3] as number
      for (let s = wordFrom[word * 2 + 1] as number; s < last; s++)
        sets[(seconds[s] as number) * row + Of.known] = stamp
    }
  }

  /** Notes of all sets which have one of the longer words. */
  private meetAll(): void {
    this.isAllMet = true
    const { setsFrom, sets: setsOf } = this.matcher
    const { sets, stamp, words, wordCount } = this
    for (let i = 0; i < wordCount; i++) {
      const word = words[i * 4] as number
      const last = setsFrom[word + 1] as number
      for (let s = setsFrom[word] as number; s < last; s++)
        sets[(setsOf[s] as number) * row + Of.known] = stamp
    }
  }

  /** Adds the paths that a word is an anchor of and all of whose sets have a word. */
  private addCandidates(word: number, from: number, only?: Uint8Array): number {
    const { wordFrom, ofWord, anchored } = this.matcher.anchors
    const { sets, stamp } = this
    let count = from
    const end = wordFrom[word * 2 + 2] as number
    for (let a = wordFrom[word * 2] as number; a < end; a++) {
      const set = (ofWord[a] as number) * row
      if (sets[set + Of.met] === stamp) continue
      sets[set + Of.met] = stamp
      const last = sets[set + Of.to] as number
      for (let p = sets[set + Of.from] as number; p < last; p += 4) {
        const second = anchored[p + 1] as number
        if (second >= 0) {
          const known = sets[second * row + Of.known] as number
          if (known === -stamp || (known !== stamp && !this.hasLone(second))) continue
        }
        if (!this.haveWords(anchored[p + 2] as number, anchored[p + 3] as number)) continue
        const path = anchored[p] as number
        if (!only || this.isOneOf(only, path)) this.candidates[count++] = path
      }
    }
    return count
  }

  private isOneOf(only: Uint8Array, path: number): boolean {
    const { pathFrom, slotPattern } = this.matcher
    return only[slotPattern[pathFrom[path] as number] as number] === 1
  }

  /** Asks for the sets of so many candidates. */
  private askFor(count: number): void {
    const { pathFrom, slotSet } = this.matcher
    for (let i = 0; i < count; i++) {
      const path = this.candidates[i] as number
      const to = pathFrom[path + 1] as number
      for (let slot = pathFrom[path] as number; slot < to; slot++) this.ask(slotSet[slot] as number)
    }
  }

  /** Notes that a candidate asks for a set, and where its words of one character stand. */
  private ask(set: number): void {
    const at = set * row
    if (this.sets[at + Of.asked] === this.stamp) return
    this.sets[at + Of.asked] = this.stamp
    this.sets[at + Of.latest] = -1
    const { loneFrom, lone } = this.matcher.anchors
    const last = loneFrom[set + 1] as number
    for (let w = loneFrom[set] as number; w < last; w++) {
      const word = (lone[w] as number) * 2
      if (this.lone[word] !== this.stamp) continue
      let place = this.lone[word + 1] as number
      for (; place >= 0; place = this.placeBefore[place] as number)
        this.passage.add(set, place, place + 1)
    }
  }

  /** Whether each of these sets has a word. */
  private haveWords(from: number, to: number): boolean {
    if (from === to) return true
    if (!this.isAllMet) this.meetAll()
    const { others } = this.matcher.anchors
    for (let i = from; i < to; i++) {
      const set = others[i] as number
      const known = this.sets[set * row + Of.known] as number
      if (known === -this.stamp || (known !== this.stamp && !this.hasLone(set))) return false
    }
    return true
  }

  /** Whether a set has a word of one character; notes the answer as what is known of the set. */
  private hasLone(set: number): boolean {
    const { loneFrom, lone } = this.matcher.anchors
    const last = loneFrom[set + 1] as number
    let w = loneFrom[set] as number
    while (w < last && this.lone[(lone[w] as number) * 2] !== this.stamp) w++
    this.sets[set * row + Of.known] = w < last ? this.stamp : -this.stamp
    return w < last
  }

  /** Makes lists of the slots of these paths by set. */
  private openSlots(paths: Int32Array): void {
    const { pathFrom, slotSet } = this.matcher
    for (let i = paths.length - 1; i >= 0; i--) {
      const path = paths[i] as number
      const from = pathFrom[path] as number
      for (let slot = (pathFrom[path + 1] as number) - 1; slot >= from; slot--) {
        const set = slotSet[slot] as number
        this.nextSlot[slot] = this.firstSlot(set)
        this.sets[set * row + Of.wanted] = this.stamp
        this.sets[set * row + Of.slot] = slot
      }
    }
  }
}

import type { Clauses } from '../clause.ts'
import { type Folded, Gap } from '../fold.ts'
import { Breaks } from './breaks.ts'
import { Ask, type Matcher } from './matcher.ts'
import { numberWord } from './numbers.ts'
import { findWords, How } from './occurrences.ts'
import { Field, kept, Scratch } from './scratch.ts'

/** One word of a pattern where it stands: folded units `start` to `end`. */
export interface Occurrence {
  readonly word: number
  readonly start: number
  readonly end: number
  readonly how: number
}

/** A stretch of folded units that a pattern matched, and the words that made it. */
export interface Match {
  readonly pattern: number
  readonly start: number
  readonly end: number
  /** The most doubtful way any of its words was recognised. */
  readonly how: number
  readonly words: readonly Occurrence[]
}

/** Matches by pattern, in the order of the text. */
export type Matches = ReadonlyMap<number, readonly Match[]>

const none: Matches = new Map()
const scratches = new WeakMap<Matcher, Scratch>()

/** Texts are told apart by a number of 32 bits with its sign; memory that nears its end is made anew. */
const maxTexts = 2 ** 31 - 1

function scratchOf(matcher: Matcher): Scratch {
  const known = scratches.get(matcher)
  if (known && known.texts < maxTexts) return known
  const scratch = new Scratch(matcher)
  scratches.set(matcher, scratch)
  return scratch
}

/** No match is longer than a few gaps and words. */
export const longestMatch = 600
/** Longer texts are searched by stretches: what may match in one is hardly more than what does. */
const longestStretch = 4096

/**
 * Every stretch that a pattern matches. Words are taken in the order of the text, and each slot remembers the latest
 * partial matches that reach it, so the work is linear in the text and the words found. With `only` the patterns
 * that are not 1 in it are not looked for.
 */
export function search(
  matcher: Matcher,
  folded: Folded,
  clauses: () => Clauses,
  evasions: boolean,
  only?: Uint8Array,
): Matches {
  const { length } = folded
  if (length <= longestStretch) return searchStretch(matcher, folded, 0, clauses, evasions, only)
  const all = new Map<number, Match[]>()
  for (let from = 0; ; from += longestStretch - longestMatch) {
    const to = Math.min(length, from + longestStretch)
    const found = searchStretch(matcher, part(folded, from, to), from, clauses, evasions, only)
    // The stretch before reached so far, and has told what ends there.
    const told = from === 0 ? 0 : from + longestMatch
    for (const [pattern, matches] of found) {
      const list = all.get(pattern) ?? []
      all.set(pattern, list)
      for (const match of matches) if (match.end > told) list.push(match)
    }
    if (to === length) return all
  }
}

function part(folded: Folded, from: number, to: number): Folded {
  const { source, units, starts, ends, gaps, signs } = folded
  return {
    source,
    units: units.subarray(from, to),
    length: to - from,
    starts: starts.subarray(from, to),
    ends: ends.subarray(from, to),
    gaps: gaps.subarray(from, to + 1),
    signs,
  }
}

/** What matches in a part of a text that begins at unit `offset`; the matches are told in units of the whole. */
function searchStretch(
  matcher: Matcher,
  folded: Folded,
  offset: number,
  clauses: () => Clauses,
  evasions: boolean,
  only: Uint8Array | undefined,
): Matches {
  const scratch = scratchOf(matcher)
  scratch.begin()
  findWords(matcher, folded, evasions, scratch.found)
  const { opening } = scratch
  const breaks = new Breaks(folded)
  if (!opening.open(folded, breaks, scratch.found, only)) return none
  scratch.takeWanted(folded)
  const { setsFrom, sets, slotPattern, slotAsks, slotGap } = matcher
  const { fillers } = matcher
  let found: Map<number, Match[]> | null = null
  const { list: words } = scratch.wanted
  for (const key of scratch.inOrder()) {
    const at = (key % 2 ** 27) * 4
    const word = words[at] as number
    const start = words[at + 1] as number
    const end = words[at + 2] as number
    const how = words[at + 3] as number
    const lastSet = setsFrom[word + 1] as number
    for (let s = setsFrom[word] as number; s < lastSet; s++) {
      let slot = opening.firstSlot(sets[s] as number)
      for (; slot >= 0; slot = opening.slotAfter(slot)) {
        const asks = slotAsks[slot] as number
        const byEar = how >= How.sound
        if (byEar ? (asks & Ask.sound) === 0 : (asks & Ask.heard) !== 0) continue
        let before = -1
        if ((asks & Ask.first) === 0) {
          if (scratch.reaching(slot - 1) === 0) continue
          const isNumber = word === numberWord
          before = nearest(
            scratch,
            breaks,
            fillers.kind,
            slot,
            start,
            end,
            isNumber,
            slotGap[slot] as number,
            asks,
          )
          if (before < 0) continue
        } else if ((asks & Ask.opens) !== 0 && !opensClause(clauses(), offset + start)) continue
        if ((asks & Ask.closes) !== 0 && !closesClause(clauses(), offset + end)) continue
        // A number may give up its last characters to the word after it (三万 + 万块).
        const from =
          before < 0 ? start : Math.max(start, scratch.pool[before + Field.end] as number)
        const soonest = word === numberWord ? from + 1 : end
        const partial = scratch.partial(start, end, soonest, word, how, before)
        if ((asks & Ask.last) === 0) scratch.keep(slot, partial)
        else {
          found ??= new Map()
          accept(scratch, found, slotPattern[slot] as number, partial, offset)
        }
      }
    }
  }
  if (!found) return none
  for (const list of found.values()) list.sort((a, b) => a.start - b.start || a.end - b.end)
  return found
}

/** The latest partial match that ends near enough before `start`, with no break between; of several the longest word. */
function nearest(
  scratch: Scratch,
  breaks: Breaks,
  fillers: Uint8Array,
  slot: number,
  start: number,
  end: number,
  isNumber: boolean,
  gap: number,
  asks: number,
): number {
  const { pool } = scratch
  let best = -1
  for (let i = scratch.reaching(slot - 1) - 1; i >= 0; i--) {
    const partial = scratch.nth(slot - 1, i)
    const partialEnd = pool[partial + Field.end] as number
    // A number may have begun inside the word before it, whose last character it then leaves to that.
    const from = isNumber && partialEnd < end ? Math.max(start, partialEnd) : start
    if ((pool[partial + Field.soonest] as number) > from) continue
    const beyond = from - partialEnd - gap
    if (beyond > 0 && beyond > breaks.pause(fillers, partialEnd, from)) continue
    const strength = (asks & Ask.sentence) !== 0 ? Gap.sentence : Gap.clause
    if (breaks.latest(strength, from) >= Math.min(partialEnd, from)) continue
    const bestEnd = best < 0 ? -1 : (pool[best + Field.end] as number)
    const isLonger = partialEnd === bestEnd && (pool[partial] as number) < (pool[best] as number)
    if (partialEnd > bestEnd || isLonger) best = partial
  }
  return best
}

function accept(
  scratch: Scratch,
  found: Map<number, Match[]>,
  pattern: number,
  last: number,
  offset: number,
) {
  const { pool } = scratch
  const chain: Occurrence[] = []
  let how: number = How.exact
  for (let p = last; p >= 0; p = pool[p + Field.before] as number) {
    const before = pool[p + Field.before] as number
    const word = pool[p + Field.word] as number
    const begun = pool[p + Field.start] as number
    const isCut = word === numberWord && before >= 0
    const start = isCut ? Math.max(begun, pool[before + Field.end] as number) : begun
    const own = pool[p + Field.how] as number
    chain.push({
      word,
      start: offset + start,
      end: offset + (pool[p + Field.end] as number),
      how: own,
    })
    how = Math.max(how, own)
  }
  chain.reverse()
  // Two syllables in letters are a word only beside another.
  if (how === How.faint && chain.length === 1) return
  const end = offset + (pool[last + Field.end] as number)
  const match = { pattern, start: chain[0]?.start ?? 0, end, how, words: chain }
  const list = found.get(pattern)
  if (!list) found.set(pattern, [match])
  else if (!isKnown(list, match)) list.push(match)
}

/** Several ways through one pattern often end at the same place; the newest matches are enough to look at. */
function isKnown(list: readonly Match[], { start, end, how }: Match): boolean {
  for (let i = list.length - 1; i >= Math.max(0, list.length - kept); i--) {
    const other = list[i]
    if (other?.start === start && other.end === end && other.how <= how) return true
  }
  return false
}

const opensClause = ({ clause }: Clauses, start: number) =>
  start === 0 || clause[start] !== clause[start - 1]
const closesClause = ({ clause }: Clauses, end: number) =>
  end === clause.length - 1 || clause[end] !== clause[end - 1]

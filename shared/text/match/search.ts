import type { Clauses } from '../clause.ts'
import { type Folded, Gap } from '../fold.ts'
import { Ask, type Matcher, numberWord } from './matcher.ts'
import { findWords, How } from './occurrences.ts'

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

/** A part of a pattern found so far: its last word, and the part before it. */
interface Partial {
  readonly start: number
  readonly end: number
  /** A number may give up its last characters to the word after it (三万 + 万块). */
  readonly soonest: number
  readonly word: number
  readonly how: number
  readonly before: Partial | null
}

/** The latest partial matches kept per slot: older ones are farther away and can only do worse. */
const kept = 4

/**
 * Every stretch that a pattern matches. Words are taken in the order of the text, and each slot remembers the latest
 * partial matches that reach it, so the work is linear in the text and the words found.
 */
export function search(
  matcher: Matcher,
  folded: Folded,
  clauses: () => Clauses,
  evasions: boolean,
): Matches {
  const words: number[] = []
  findWords(matcher, folded, evasions, (word, start, end, how) => {
    words.push(word, start, end, how)
  })
  if (words.length === 0) return none
  const { setsFrom, sets, slotsFrom, slots, slotPattern, slotAsks, slotGap } = matcher
  const reached = new Map<number, Partial[]>()
  const found = new Map<number, Match[]>()
  const breaks = { clause: latest(folded, Gap.clause), sentence: latest(folded, Gap.sentence) }

  for (const at of byStart(words)) {
    const word = words[at] as number
    const start = words[at + 1] as number
    const end = words[at + 2] as number
    const how = words[at + 3] as number
    for (let s = setsFrom[word] as number; s < (setsFrom[word + 1] as number); s++) {
      const set = sets[s] as number
      for (let k = slotsFrom[set] as number; k < (slotsFrom[set + 1] as number); k++) {
        const slot = slots[k] as number
        const asks = slotAsks[slot] as number
        if (how === How.sound && (asks & Ask.sound) === 0) continue
        let before: Partial | null = null
        if ((asks & Ask.first) === 0) {
          before = nearest(reached.get(slot - 1), start, end, word, slotGap[slot] as number, asks)
          if (!before) continue
        } else if ((asks & Ask.opens) !== 0 && !opensClause(clauses(), start)) continue
        if ((asks & Ask.closes) !== 0 && !closesClause(clauses(), folded.length, end)) continue
        const soonest = word === numberWord ? Math.max(start, before?.end ?? 0) + 1 : end
        const partial = { start, end, soonest, word, how, before }
        if ((asks & Ask.last) === 0) keep(slot, partial)
        else accept(slotPattern[slot] as number, partial)
      }
    }
  }
  for (const list of found.values()) list.sort((a, b) => a.start - b.start || a.end - b.end)
  return found

  /** The latest partial match that ends near enough before `start`, with no break between; of several the longest word. */
  function nearest(
    list: readonly Partial[] | undefined,
    start: number,
    end: number,
    word: number,
    gap: number,
    asks: number,
  ): Partial | null {
    let best: Partial | null = null
    for (const partial of list ?? []) {
      // A number may have begun inside the word before it, whose last character it then leaves to that.
      const from = word === numberWord && partial.end < end ? Math.max(start, partial.end) : start
      if (partial.soonest > from || from - partial.end > gap) continue
      const away = Math.min(partial.end, from)
      const last = (asks & Ask.sentence) !== 0 ? breaks.sentence : breaks.clause
      if ((last[from] as number) >= away) continue
      if (
        !best ||
        partial.end > best.end ||
        (partial.end === best.end && partial.start < best.start)
      )
        best = partial
    }
    return best
  }

  function keep(slot: number, partial: Partial) {
    const list = reached.get(slot)
    if (!list) reached.set(slot, [partial])
    else {
      if (list.length === kept) list.shift()
      list.push(partial)
    }
  }

  function accept(pattern: number, last: Partial) {
    const chain: Occurrence[] = []
    let how: number = How.exact
    for (let p: Partial | null = last; p; p = p.before) {
      const start = p.word === numberWord && p.before ? Math.max(p.start, p.before.end) : p.start
      chain.push({ word: p.word, start, end: p.end, how: p.how })
      how = Math.max(how, p.how)
    }
    chain.reverse()
    const start = chain[0]?.start ?? last.start
    const match = { pattern, start, end: last.end, how, words: chain }
    const list = found.get(pattern)
    if (!list) found.set(pattern, [match])
    else if (!isKnown(list, match)) list.push(match)
  }
}

/** Several ways through one pattern often end at the same place; the newest matches are enough to look at. */
function isKnown(list: readonly Match[], { start, end, how }: Match): boolean {
  for (let i = list.length - 1; i >= Math.max(0, list.length - kept); i--) {
    const other = list[i]
    if (other?.start === start && other.end === end && other.how <= how) return true
  }
  return false
}

/** For each unit, the last unit up to it before which the text breaks; -1 when it has not yet. */
function latest({ gaps, length }: Folded, strength: number): Int32Array {
  const out = new Int32Array(length + 1)
  let last = -1
  for (let i = 0; i < length; i++) {
    if (i > 0 && (gaps[i] as number) >= strength) last = i
    out[i] = last
  }
  return out
}

/** Places of the records of four in the order of their starts, then ends. */
function byStart(words: readonly number[]): Iterable<number> {
  const keys = new Float64Array(words.length / 4)
  for (let i = 0; i < keys.length; i++) keys[i] = (words[i * 4 + 1] as number) * 2 ** 27 + i
  keys.sort()
  return Array.from(keys, (key) => (key % 2 ** 27) * 4)
}

const opensClause = ({ clause }: Clauses, start: number) =>
  start === 0 || clause[start] !== clause[start - 1]
const closesClause = ({ clause }: Clauses, length: number, end: number) =>
  end === length || clause[end] !== clause[end - 1]

import type { Channel } from '#shared/domain/channel.ts'
import type { Within } from '#shared/domain/lexicon.ts'
import { pricesAreNear } from './amounts.ts'
import { around, type Clauses, isQuestion, type Span } from './clause.ts'
import type { CompiledException } from './compile.ts'
import type { Folded } from './fold.ts'
import { longestMatch, type Match, type Matches } from './match/search.ts'

/** A text being judged: how it divides, who speaks, and where the patterns of conditions and exceptions stand. */
export interface Reading {
  readonly folded: Folded
  readonly clauses: Clauses
  readonly channel: Channel
  readonly matches: Matches
  /** Whether a pattern stands in the sentences up to so many seconds around this one. */
  readonly elsewhere: (pattern: number, seconds: number) => boolean
}

/** Matches of a pattern that touch the stretch, in order. */
export function* touching(reading: Reading, pattern: number, { start, end }: Span) {
  const list = reading.matches.get(pattern) ?? []
  // Only so far back can one begin that reaches here.
  for (let i = firstFrom(list, start - longestMatch); i < list.length; i++) {
    const match = list[i] as Match
    if (match.start >= end) return
    if (match.end > start) yield match
  }
}

function firstFrom(list: readonly Match[], start: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as Match).start < start) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a pattern stands near the hit: in its clause, its sentence, so many units either side, or seconds around. */
export function isNear(reading: Reading, hit: Span, pattern: number, within: Within): boolean {
  if (typeof within === 'object' && reading.elsewhere(pattern, within.seconds)) return true
  for (const _ of touching(reading, pattern, reach(reading, hit, within))) return true
  return false
}

function reach({ clauses, folded }: Reading, hit: Span, within: Within): Span {
  if (typeof within === 'number') return { start: hit.start - within, end: hit.end + within }
  if (within === 'clause' || within === 'sentence') return around(clauses, hit, within)
  return { start: 0, end: folded.length }
}

/** What keeps a hit from being a lead: the exception, why, and the words that decided it. */
export interface Excuse {
  readonly by: string
  readonly reason: string
  /** Absent when the sentence being a question, or its prices, decided it. */
  readonly match?: Span
}

/** The first exception that makes the hit no lead; null when none does. */
export function excuseFor(
  reading: Reading,
  hit: Claim,
  exceptions: readonly CompiledException[],
): Excuse | null {
  for (const { exception, patterns, unless } of exceptions) {
    if (exception.channels && !exception.channels.includes(reading.channel)) continue
    const { id: by, reason } = exception
    const excuse = ((): Excuse | null => {
      if (exception.question && isQuestion(reading.clauses, reading.folded, hit))
        return { by, reason }
      if (exception.nearPrices) {
        const sentence = around(reading.clauses, hit, 'sentence')
        if (pricesAreNear(reading.folded, hit, sentence, exception.nearPrices))
          return { by, reason }
      }
      for (const pattern of patterns) {
        if (!reading.matches.has(pattern)) continue
        for (const match of touching(reading, pattern, fieldOf(reading, hit, exception)))
          if (stands(reading, hit, match, exception)) return { by, reason, match }
      }
      return null
    })()
    if (excuse && !unless.some((pattern) => isNear(reading, hit, pattern, 'sentence')))
      return excuse
  }
  return null
}

type Place = Pick<CompiledException['exception'], 'where' | 'within'>

/** Where the words of an exception are looked for. */
function fieldOf({ clauses, folded }: Reading, hit: Span, { where, within }: Place): Span {
  const { start, end } = hit
  switch (where) {
    case 'covers':
      return hit
    case 'before':
      return { start: start - within - 1, end }
    case 'after':
      return { start: end, end: end + within + 1 }
    case 'around':
      return { start: start - within - 1, end: end + within + 1 }
    case 'clause':
    case 'sentence':
      return around(clauses, hit, where)
    case 'text':
      return { start: 0, end: folded.length }
  }
}

/** Units between words in the gap of a hit (大牌…不是…一个厂) and the word they deny. */
const nearGap = 2

type Claim = Pick<Match, 'start' | 'end' | 'words'>

function stands({ clauses: { clause } }: Reading, hit: Claim, match: Span, place: Place): boolean {
  const { where, within } = place
  if (where === 'covers') return covers(match, hit)
  if (isPartOf(match, hit)) return false
  const isBefore = () => {
    const next = hit.words.find((word) => word.start >= match.start && word.end > match.end)
    // In a gap of the hit only what stands right before a word speaks of it.
    const reach = match.start > hit.start ? Math.min(within, nearGap) : within
    return (
      next !== undefined &&
      next.start - match.end <= reach &&
      clause[Math.min(match.end, next.start) - 1] === clause[next.start]
    )
  }
  const isAfter = () =>
    match.start >= hit.end &&
    match.start - hit.end <= within &&
    clause[match.start] === clause[hit.end - 1]
  if (where === 'before') return isBefore()
  if (where === 'after') return isAfter()
  return where !== 'around' || isBefore() || isAfter()
}

/** Words the hit is made of are what was said; those in its gaps (大牌…不是…一个厂) may speak against it. */
function isPartOf(match: Span, { words }: Claim): boolean {
  return words.some(({ start, end }) => match.start >= start && match.end <= end)
}

/** Around the hit, or around one of its words and beyond the hit, or crossing half of it; words inside it are part of what was said. */
function covers(match: Span, hit: Claim): boolean {
  if (match.start <= hit.start && match.end >= hit.end) return true
  if (match.start >= hit.start && match.end <= hit.end) return false
  if (hit.words.some((word) => match.start <= word.start && match.end >= word.end)) return true
  const shared = Math.min(match.end, hit.end) - Math.max(match.start, hit.start)
  return shared * 2 >= hit.end - hit.start
}

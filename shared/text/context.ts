import type { Channel } from '#shared/domain/channel.ts'
import type { Within } from '#shared/domain/lexicon.ts'
import { pricesAreNear } from './amounts.ts'
import { around, type Clauses, isQuestion, type Span } from './clause.ts'
import type { CompiledException } from './compile.ts'
import { type Folded, Gap } from './fold.ts'
import { longestMatch, type Match, type Matches } from './match/search.ts'

/** A text being judged: how it divides, who speaks, and where the patterns of conditions and exceptions stand. */
export interface Reading {
  readonly folded: Folded
  readonly clauses: Clauses
  readonly channel: Channel
  readonly matches: Matches
  /** Of exceptions that were asked for: those of their patterns that stand in the text. */
  readonly standing: Map<CompiledException, readonly number[]>
  /** Whether a pattern stands in the sentences up to so many seconds around this one. */
  readonly elsewhere: (pattern: number, seconds: number) => boolean
}

/** The first match of a pattern that touches the stretch and is `wanted`. */
function firstTouching(
  reading: Reading,
  pattern: number,
  { start, end }: Span,
  wanted?: (match: Match) => boolean,
): Match | null {
  const list = reading.matches.get(pattern)
  if (!list) return null
  // Only so far back can one begin that reaches here.
  for (let i = firstFrom(list, start - longestMatch); i < list.length; i++) {
    const match = list[i] as Match
    if (match.start >= end) return null
    if (match.end > start && (!wanted || wanted(match))) return match
  }
  return null
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
  return firstTouching(reading, pattern, reach(reading, hit, within)) !== null
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
  for (const one of exceptions) {
    const excuse = excuseBy(reading, hit, one)
    if (excuse && !one.unless.some((pattern) => isNear(reading, hit, pattern, 'sentence')))
      return excuse
  }
  return null
}

/** What one exception says of a hit, leaving aside what stands against the exception. */
function excuseBy(reading: Reading, hit: Claim, compiled: CompiledException): Excuse | null {
  const { exception } = compiled
  const { id: by, reason, question, nearPrices } = exception
  const patterns = standing(reading, compiled)
  if (patterns.length === 0 && !question && !nearPrices) return null
  if (exception.channels && !exception.channels.includes(reading.channel)) return null
  if (question && isQuestion(reading.clauses, reading.folded, hit)) return { by, reason }
  if (nearPrices) {
    const sentence = around(reading.clauses, hit, 'sentence')
    if (pricesAreNear(reading.folded, hit, sentence, nearPrices)) return { by, reason }
  }
  for (const pattern of patterns) {
    const match = firstTouching(reading, pattern, fieldOf(reading, hit, exception), (found) =>
      stands(reading, hit, found, exception),
    )
    if (match) return { by, reason, match }
  }
  return null
}

/** The patterns of an exception that stand in the text; many rules share one exception, and hardly any stands. */
function standing({ matches, standing: known }: Reading, compiled: CompiledException) {
  let own = known.get(compiled)
  if (!own) {
    own = compiled.patterns.filter((pattern) => matches.has(pattern))
    known.set(compiled, own)
  }
  return own
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

function stands(reading: Reading, hit: Claim, match: Span, { where, within }: Place): boolean {
  if (where === 'covers') return covers(match, hit)
  if (isPartOf(match, hit)) return false
  if (where === 'before') return isBefore(reading, hit, match, within)
  if (where === 'after') return isAfter(reading.clauses, hit, match, within)
  return (
    where !== 'around' ||
    isBefore(reading, hit, match, within) ||
    isAfter(reading.clauses, hit, match, within)
  )
}

function isBefore(reading: Reading, hit: Claim, match: Span, within: number): boolean {
  const { clause } = reading.clauses
  const next = hit.words.find((word) => word.start >= match.start && word.end > match.end)
  if (!next) return false
  // In a gap of the hit only what stands right before a word speaks of it.
  const reach = match.start > hit.start ? Math.min(within, nearGap) : within
  return (
    next.start - match.end <= reach &&
    (clause[Math.min(match.end, next.start) - 1] === clause[next.start] ||
      runsOn(reading, match.end, next.start))
  )
}

function isAfter({ clause }: Clauses, hit: Span, match: Span, within: number): boolean {
  return (
    match.start >= hit.end &&
    match.start - hit.end <= within &&
    clause[match.start] === clause[hit.end - 1]
  )
}

/**
 * Whether words that end right where a clause begins lead into it: 有人说｜我们家不退不换 is two clauses only because 我们家
 * opens one. Not over punctuation.
 */
function runsOn({ clauses: { clause }, folded: { gaps } }: Reading, end: number, hit: number) {
  return end < hit && clause[end] === clause[hit] && (gaps[end] as number) < Gap.line
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

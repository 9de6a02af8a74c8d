import type { Channel } from '#shared/domain/channel.ts'
import type { Clauses } from './clause.ts'
import type { CompiledException } from './compile.ts'
import { type Found, type Match, type Matcher, matchPattern } from './matcher.ts'

/** A text being judged: what was found in it and how it divides; matches of a pattern are computed once. */
export interface Reading {
  readonly matcher: Matcher
  readonly found: Found
  readonly clauses: Clauses
  readonly channel: Channel
  readonly cache: Map<number, readonly Match[]>
}

export function matchesOf(reading: Reading, pattern: number): readonly Match[] {
  const known = reading.cache.get(pattern)
  if (known) return known
  const matches = reading.found.awake.has(pattern)
    ? matchPattern(reading.matcher, pattern, reading.found)
    : []
  reading.cache.set(pattern, matches)
  return matches
}

type Span = Pick<Match, 'start' | 'end'>

/** Whether two stretches stand near each other: in one clause, one sentence, or within some units. */
export function isNear(
  { clauses }: Reading,
  a: Span,
  b: Span,
  within: 'clause' | 'sentence' | number,
): boolean {
  if (typeof within === 'number') return a.start - b.end <= within && b.start - a.end <= within
  const of = clauses[within]
  return of[a.start] === of[Math.max(b.start, b.end - 1)] || of[a.end - 1] === of[b.start]
}

/** The first exception that makes the hit no lead, with the words that decided it; null when none does. */
export function suppressedBy(
  reading: Reading,
  hit: Span,
  exceptions: readonly CompiledException[],
): { by: string; reason: string; match: Span } | null {
  for (const { exception, patterns, unless } of exceptions) {
    if (exception.channels && !exception.channels.includes(reading.channel)) continue
    for (const pattern of patterns)
      for (const match of matchesOf(reading, pattern)) {
        if (!stands(reading, hit, match, exception.where, exception.within)) continue
        const cancelled = unless.some((other) =>
          matchesOf(reading, other).some((m) => isNear(reading, hit, m, 'sentence')),
        )
        if (!cancelled) return { by: exception.id, reason: exception.reason, match }
      }
  }
  return null
}

function stands(
  reading: Reading,
  hit: Span,
  match: Span,
  where: CompiledException['exception']['where'],
  within: number,
): boolean {
  const { clause } = reading.clauses
  const before = () =>
    match.end <= hit.start &&
    hit.start - match.end <= within &&
    clause[Math.max(0, match.end - 1)] === clause[hit.start]
  const after = () =>
    match.start >= hit.end &&
    match.start - hit.end <= within &&
    clause[match.start] === clause[Math.max(0, hit.end - 1)]
  switch (where) {
    case 'covers':
      return match.start < hit.end && hit.start < match.end && !inside(match, hit)
    case 'before':
      return before()
    case 'after':
      return after()
    case 'around':
      return before() || after()
    case 'clause':
    case 'sentence':
      return isNear(reading, hit, match, where)
    case 'text':
      return true
  }
}

/** An exception's words wholly inside the hit are part of what was said, unless they are all of it. */
function inside(match: Span, hit: Span): boolean {
  return (
    match.start >= hit.start &&
    match.end <= hit.end &&
    (match.start > hit.start || match.end < hit.end)
  )
}

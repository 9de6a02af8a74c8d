import type { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import { AppError } from '#shared/errors.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { matchesIn } from '#shared/text/detect.ts'
import { fold, foldedText } from '#shared/text/fold.ts'
import { compileMatcher, type PatternSource } from '#shared/text/match/matcher.ts'
import { PatternError, parsePattern } from '#shared/text/match/pattern.ts'

/** What a comment is, before anybody asks who else wrote it. */
export interface ReadComment {
  /** Letters and digits in plain form, every number as `#`, long runs of one character cut to two. */
  readonly key: string
  /** Greetings, laughter, ordering and other words everybody writes. */
  readonly idle: boolean
  /** A question, a doubt or hearsay: says nothing of its writer's own experience. */
  readonly doubt: boolean
  readonly praise: boolean
  readonly result: boolean
  /** Topics of complaint, by their number in the policy. */
  readonly topics: readonly number[]
}

export interface AudienceReader {
  read(text: string): ReadComment
  keyOf(text: string): string
  /** Whether the host's sentence asks viewers to write something. */
  isAsking(text: string): boolean
}

/** Texts remembered: the same few are written again and again. */
const remembered = 20_000
/** A comment whose words are idle to this share is idle. */
const idleShare = 0.7

const readers = new WeakMap<Lexicon, Map<AudiencePolicy, AudienceReader>>()

/** Reads comments by a policy's words, folded as the lexicon folds. Throws `invalid` for a pattern at fault. */
export function readerOf(lexicon: Lexicon, policy: AudiencePolicy): AudienceReader {
  const byPolicy = readers.get(lexicon) ?? new Map<AudiencePolicy, AudienceReader>()
  readers.set(lexicon, byPolicy)
  const known = byPolicy.get(policy)
  if (known) return known
  const made = makeReader(lexicon, policy)
  byPolicy.set(policy, made)
  return made
}

function makeReader(lexicon: Lexicon, policy: AudiencePolicy): AudienceReader {
  const sources: PatternSource[] = []
  const add = (patterns: readonly string[]) =>
    patterns.map((text) => {
      sources.push({ paths: pathsOf(text), sound: false })
      return sources.length - 1
    })
  const idle = add(policy.idle)
  const asks = add(policy.asks)
  const doubts = add(policy.doubts)
  const praise = add(policy.praise)
  const results = add(policy.results)
  const topics = policy.complaintTopics.map(({ words }) => add(words))
  const matcher = compileMatcher(sources, lexicon.table, lexicon.source.variants.fillers)
  const known = new Map<string, ReadComment>()

  function readNew(text: string): ReadComment {
    const folded = fold(text, lexicon.table)
    const found = matchesIn(lexicon, matcher, folded, true)
    const has = (patterns: readonly number[]) => patterns.some((pattern) => found.has(pattern))
    const idleUnits = new Uint8Array(folded.length)
    for (const pattern of idle)
      for (const { start, end } of found.get(pattern) ?? []) idleUnits.fill(1, start, end)
    const key = plainKey(foldedText(folded))
    return {
      key,
      idle:
        new Set(key).size <= 3 ||
        idleUnits.reduce((sum, unit) => sum + unit, 0) >= idleShare * folded.length,
      doubt: /[?？]/.test(text) || has(doubts),
      praise: has(praise),
      result: has(results),
      topics: topics.flatMap((patterns, i) => (has(patterns) ? [i] : [])),
    }
  }

  return {
    read(text) {
      const old = known.get(text)
      if (old) return old
      if (known.size >= remembered) known.clear()
      const made = readNew(text)
      known.set(text, made)
      return made
    },
    keyOf: (text) => plainKey(foldedText(fold(text, lexicon.table))),
    isAsking: (text) => {
      const found = matchesIn(lexicon, matcher, fold(text, lexicon.table), true)
      return asks.some((pattern) => found.has(pattern))
    },
  }
}

function plainKey(text: string): string {
  return text.replace(/\d+/g, '#').replace(/(.)\1{2,}/gu, '$1$1')
}

function pathsOf(pattern: string): PatternSource['paths'] {
  try {
    return parsePattern(pattern, () => undefined)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw new AppError('invalid', `policies/audience.yaml 的“${pattern}”:${error.message}。`)
  }
}

import type { Lexicon } from './compile.ts'
import { detect, type FoundHit, type Utterance } from './detect.ts'
import type { Tokenizer } from './edges.ts'
import { fold } from './fold.ts'
import { findWords, matchPattern } from './matcher.ts'

/** An utterance with its time on the recording's clock. */
export interface TimedUtterance extends Utterance {
  readonly startMs: number
  readonly endMs: number
}

/** A hit and the number of the utterance it stands in. */
export type PlacedFind = FoundHit & { readonly index: number }

/** 更正: words that take something back count for what was said this long before them. */
const correctionMs = 60_000

/**
 * Every hit of a broadcast's utterances in their order. A hit that the speaker's side took back within 60 seconds is
 * marked as corrected: the flag stays, its weight is lighter (令117号 第三十一条 现场纠错).
 */
export function detectSequence(
  lexicon: Lexicon,
  utterances: readonly TimedUtterance[],
  tokenizer?: Tokenizer,
): PlacedFind[] {
  const corrections = utterances.flatMap(({ channel, text, startMs }, index) =>
    channel === 'speech' && isCorrection(lexicon, text) ? [{ atMs: startMs, text, index }] : [],
  )
  return utterances.flatMap((utterance, index) =>
    detect(lexicon, utterance, tokenizer).map((hit): PlacedFind => {
      if (hit.suppressed || utterance.channel === 'title') return { ...hit, index }
      const correction = corrections.find(
        ({ atMs, index: later }) =>
          later > index && atMs >= utterance.startMs && atMs - utterance.endMs <= correctionMs,
      )
      if (!correction) return { ...hit, index }
      const { atMs, text } = correction
      return { ...hit, index, corrected: { atMs, text } }
    }),
  )
}

function isCorrection(lexicon: Lexicon, text: string): boolean {
  const found = findWords(lexicon.matcher, fold(text, lexicon.signs))
  return lexicon.corrections.some(
    (pattern) =>
      found.awake.has(pattern) && matchPattern(lexicon.matcher, pattern, found).length > 0,
  )
}

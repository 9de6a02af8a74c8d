import type { Lexicon } from './compile.ts'
import { detect, type Elsewhere, type FoundHit, matchesIn, once, type Utterance } from './detect.ts'
import type { Tokenizer } from './edges.ts'
import { fold } from './fold.ts'
import type { Matches } from './match/search.ts'

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
 * Every hit of a broadcast's utterances, given in the order of time. Rules that look seconds around see the other
 * utterances of the room. A hit that the speaker's side took back within 60 seconds is marked as corrected: the flag
 * stays, its weight is lighter (令117号 第三十一条 现场纠错).
 */
export function detectSequence(
  lexicon: Lexicon,
  utterances: readonly TimedUtterance[],
  tokenizer?: Tokenizer,
): PlacedFind[] {
  const judge = sequenceJudge(lexicon, utterances, tokenizer)
  return utterances.flatMap((_, index) => judge(index))
}

/** `detectSequence` for one utterance at a time, by its number: what the others are asked for is looked up only once. */
export function sequenceJudge(
  lexicon: Lexicon,
  utterances: readonly TimedUtterance[],
  tokenizer?: Tokenizer,
): (index: number) => PlacedFind[] {
  const elsewhere = elsewhereIn(lexicon, utterances)
  const corrections = once(() =>
    utterances.flatMap(({ channel, text, startMs }, index) =>
      channel === 'speech' && isCorrection(lexicon, text) ? [{ startMs, text, index }] : [],
    ),
  )
  return (index) => {
    const utterance = utterances[index]
    if (!utterance) return []
    return detect(lexicon, utterance, tokenizer, elsewhere(index)).map((hit): PlacedFind => {
      const correction =
        hit.suppressed || utterance.channel === 'title'
          ? undefined
          : corrections().find(
              (later) =>
                later.index > index &&
                later.startMs >= utterance.startMs &&
                later.startMs - utterance.endMs <= correctionMs,
            )
      if (!correction) return { ...hit, index }
      const { startMs: atMs, text } = correction
      return { ...hit, index, corrected: { atMs, text } }
    })
  }
}

/** What rules that look seconds around may ask of an utterance's neighbours, by the utterance's number. */
export function elsewhereIn(
  lexicon: Lexicon,
  utterances: readonly TimedUtterance[],
): (index: number) => Elsewhere {
  const known = new Map<number, Matches>()
  const matchesOf = (index: number) => {
    const old = known.get(index)
    if (old) return old
    const text = utterances[index]?.text ?? ''
    const made = matchesIn(lexicon, lexicon.context, fold(text, lexicon.table))
    known.set(index, made)
    return made
  }
  return (index) => (pattern, seconds) =>
    neighbours(utterances, index, seconds * 1000).some((other) => matchesOf(other).has(pattern))
}

/** Numbers of the utterances whose beginning lies within so many milliseconds, the audience's and titles left out. */
function neighbours(utterances: readonly TimedUtterance[], index: number, ms: number): number[] {
  const here = utterances[index]
  const out: number[] = []
  if (!here) return out
  const isNear = (other: TimedUtterance | undefined) =>
    other !== undefined && other.startMs - here.endMs <= ms && here.startMs - other.endMs <= ms
  for (const step of [-1, 1])
    for (let i = index + step; isNear(utterances[i]); i += step)
      if (utterances[i]?.channel === here.channel) out.push(i)
  return out
}

function isCorrection(lexicon: Lexicon, text: string): boolean {
  return matchesIn(lexicon, lexicon.corrections, fold(text, lexicon.table)).size > 0
}

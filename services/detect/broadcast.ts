import type { Goods, RoomType } from '#shared/domain/channel.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { detectSequence, type PlacedFind, type TimedUtterance } from '#shared/text/sequence.ts'
import { commentMs, phraseTime } from './place.ts'

type Heard = Pick<Sentence, 'startMs' | 'endMs' | 'text'> & {
  readonly seq: number
  readonly charMs?: readonly number[] | null
}

/** All the words of one recording, on its clock. */
export interface Spoken {
  readonly title: string
  readonly sentences: readonly Heard[]
  readonly comments: readonly {
    readonly seq: number
    readonly tMs: number
    readonly text: string
    readonly staff: boolean
  }[]
  readonly goods: Goods | undefined
  readonly roomType: RoomType | undefined
  readonly startedAt: Date
}

/** A hit with where and when it stands; `sourceSeq` numbers the sentence or comment, 0 for the title. */
export type LocatedHit = Omit<PlacedFind, 'index'> & {
  readonly sourceSeq: number
  readonly quote: string
  readonly startMs: number
  readonly endMs: number
}

/** An utterance of a recording and which sentence or comment it is. */
export type SpokenUtterance = TimedUtterance & { readonly seq: number; readonly heard?: Heard }

/** The title, the sentences and the comments of a recording in the order in which they are judged. */
export function utterancesOf(spoken: Spoken): SpokenUtterance[] {
  const { title, sentences, comments, goods, roomType, startedAt } = spoken
  const base = { goods, roomType }
  const at = (ms: number) => new Date(startedAt.getTime() + ms)
  const named = { ...base, text: title, channel: 'title' as const, startMs: 0, endMs: 0 }
  return [
    ...(title ? [{ ...named, at: at(0), seq: 0 }] : []),
    ...sentences.map((heard) => ({
      ...base,
      text: heard.text,
      channel: 'speech' as const,
      startMs: heard.startMs,
      endMs: heard.endMs,
      at: at(heard.startMs),
      seq: heard.seq,
      heard,
    })),
    ...comments.map(({ seq, tMs, text, staff }) => ({
      ...base,
      text,
      channel: 'danmaku' as const,
      startMs: tMs,
      endMs: tMs + commentMs,
      at: at(tMs),
      seq,
      staff,
    })),
  ]
}

/** A hit of an utterance with where and when it stands. */
export function locate(source: SpokenUtterance, { index: _, ...hit }: PlacedFind): LocatedHit {
  const { heard, text, seq, startMs, endMs } = source
  const time = heard ? phraseTime(heard, hit.start, hit.end) : { startMs, endMs }
  return { ...hit, ...time, sourceSeq: seq, quote: text }
}

/** Judges every sentence, comment and the title of a recording. Pure; the same words give the same hits in the same order. */
export function detectRecording(
  lexicon: Lexicon,
  spoken: Spoken,
  tokenizer: Tokenizer,
): LocatedHit[] {
  const utterances = utterancesOf(spoken)
  return detectSequence(lexicon, utterances, tokenizer).flatMap((hit) => {
    const source = utterances[hit.index]
    return source ? [locate(source, hit)] : []
  })
}

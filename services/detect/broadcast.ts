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
    readonly sender?: string | null
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
  const { title, sentences, comments } = spoken
  return [
    ...(title ? [titleOf(spoken)] : []),
    ...sentences.map((heard) => sentenceOf(spoken, heard)),
    ...comments.map((comment) => commentOf(spoken, comment)),
  ]
}

type Setting = Pick<Spoken, 'goods' | 'roomType' | 'startedAt'>

const baseAt = ({ goods, roomType, startedAt }: Setting, startMs: number, endMs: number) => ({
  ...{ goods, roomType, startMs, endMs },
  at: new Date(startedAt.getTime() + startMs),
})

export function titleOf(spoken: Setting & Pick<Spoken, 'title'>): SpokenUtterance {
  return { ...baseAt(spoken, 0, 0), text: spoken.title, channel: 'title', seq: 0 }
}

export function sentenceOf(setting: Setting, heard: Heard): SpokenUtterance {
  const { text, seq, startMs, endMs } = heard
  return { ...baseAt(setting, startMs, endMs), text, channel: 'speech', seq, heard }
}

export function commentOf(setting: Setting, comment: Spoken['comments'][number]): SpokenUtterance {
  const { text, seq, tMs, staff } = comment
  return { ...baseAt(setting, tMs, tMs + commentMs), text, channel: 'danmaku', seq, staff }
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

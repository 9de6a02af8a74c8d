import type { Goods, RoomType } from '#shared/domain/channel.ts'
import type { ScreenCode, ScreenText } from '#shared/domain/screen-text.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import { type Clocked, wallTimeOf } from '#shared/domain/wall-clock.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { detectSequence, type PlacedFind, type TimedUtterance } from '#shared/text/sequence.ts'
import type { GoodsAt } from './goods.ts'
import { type LinkLead, linkHit, shown } from './links.ts'
import { commentMs, phraseTime } from './place.ts'
import { type Title, titlesOf } from './titles.ts'

type Heard = Pick<Sentence, 'startMs' | 'endMs' | 'text'> & {
  readonly seq: number
  readonly charMs?: readonly number[] | null
}

/** All the words of one recording, on its clock. */
export interface Spoken extends Clocked {
  readonly title: string
  /** What the title was changed to while it ran; `seq` is the comment's that said so. */
  readonly titles?: readonly Title[]
  readonly sentences: readonly Heard[]
  readonly comments: readonly {
    readonly seq: number
    readonly tMs: number
    readonly text: string
    readonly staff: boolean
    readonly sender?: string | null
  }[]
  /** What stood on the picture, where somebody read it. */
  readonly screens?: readonly (ScreenText & { readonly seq: number })[]
  readonly codes?: readonly (ScreenCode & { readonly seq: number })[]
  /** Links in all of this, as `withLinks` finds them; a link's place in the list is its number. */
  readonly links?: readonly LinkLead[]
  /** What is sold where nothing says it of the moment. */
  readonly goods: Goods | undefined
  readonly goodsAt?: GoodsAt
  readonly roomType: RoomType | undefined
}

/** A hit with where and when it stands; `sourceSeq` numbers the sentence, comment, caption or link; 0 is the first title. */
export type LocatedHit = Omit<PlacedFind, 'index'> & {
  readonly sourceSeq: number
  readonly quote: string
  readonly startMs: number
  readonly endMs: number
}

/** An utterance of a recording and which sentence, comment, caption or link it is. */
export type SpokenUtterance = TimedUtterance & { readonly seq: number; readonly heard?: Heard }

/** The titles, the sentences, the comments, the captions and the links of a recording in the order in which they are judged. */
export function utterancesOf(spoken: Spoken): SpokenUtterance[] {
  const { sentences, comments, screens = [], links = [] } = spoken
  return [
    ...titlesOf(spoken).map((title) => titleOf(spoken, title)),
    ...sentences.map((heard) => sentenceOf(spoken, heard)),
    ...comments.map((comment) => commentOf(spoken, comment)),
    ...screens.map((caption) => captionOf(spoken, caption)),
    ...links.map((link, seq) => linkOf(spoken, link, seq)),
  ]
}

type Setting = Pick<Spoken, 'goods' | 'goodsAt' | 'roomType' | 'startedAt' | 'clock'>

const baseAt = (
  { goods, goodsAt, roomType, ...clocked }: Setting,
  startMs: number,
  endMs: number,
) => ({
  ...{ goods: goodsAt?.(startMs) ?? goods, roomType, startMs, endMs },
  at: wallTimeOf(clocked, startMs),
})

export function titleOf(setting: Setting, { seq, tMs, text }: Title): SpokenUtterance {
  return { ...baseAt(setting, tMs, tMs), text, channel: 'title', seq }
}

export function sentenceOf(setting: Setting, heard: Heard): SpokenUtterance {
  const { text, seq, startMs, endMs } = heard
  return { ...baseAt(setting, startMs, endMs), text, channel: 'speech', seq, heard }
}

export function commentOf(setting: Setting, comment: Spoken['comments'][number]): SpokenUtterance {
  const { text, seq, tMs, staff } = comment
  return { ...baseAt(setting, tMs, tMs + commentMs), text, channel: 'danmaku', seq, staff }
}

export function captionOf(
  setting: Setting,
  caption: Pick<ScreenText, 'text' | 'fromMs' | 'toMs'> & { readonly seq: number },
): SpokenUtterance {
  const { text, seq, fromMs, toMs } = caption
  return { ...baseAt(setting, fromMs, shown(fromMs, toMs)), text, channel: 'screen', seq }
}

function linkOf(setting: Setting, { text, fromMs, toMs }: LinkLead, seq: number): SpokenUtterance {
  return { ...baseAt(setting, fromMs, shown(fromMs, toMs)), text, channel: 'link', seq }
}

/** A hit of an utterance with where and when it stands. */
export function locate(source: SpokenUtterance, { index: _, ...hit }: PlacedFind): LocatedHit {
  const { heard, text, seq, startMs, endMs } = source
  const time = heard ? phraseTime(heard, hit.start, hit.end) : { startMs, endMs }
  return { ...hit, ...time, sourceSeq: seq, quote: text }
}

/** Judges every sentence, comment, caption, link and the title of a recording. Pure; the same words give the same hits in the same order. */
export function detectRecording(
  lexicon: Lexicon,
  spoken: Spoken,
  tokenizer: Tokenizer,
): LocatedHit[] {
  const utterances = utterancesOf(spoken)
  const found = detectSequence(lexicon, utterances, tokenizer).flatMap((hit) => {
    const source = utterances[hit.index]
    return source ? [locate(source, hit)] : []
  })
  return [...found, ...(spoken.links ?? []).flatMap(linkHit)]
}

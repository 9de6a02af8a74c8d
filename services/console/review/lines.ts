import { isTalk } from '../player/clip-source.ts'
import type { FlagView } from '../queries.ts'

/** A place of the phrase in a line, UTF-16, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** One line of what was said and written, on the recording's clock. */
export interface Line {
  readonly key: string
  readonly kind: 'speech' | 'staff' | 'viewer'
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  readonly marks: readonly Span[]
  /** Why the words may never have been said. */
  readonly doubtful: boolean
}

type Input = Pick<FlagView, 'recordingId' | 'sentences' | 'comments' | 'hits'>

/** Sentences and talk of the comments as one list in the order of time, with the phrase marked wherever it stands. */
export function linesOf({ recordingId, sentences, comments, hits }: Input): Line[] {
  const here = hits.filter((hit) => hit.recordingId === recordingId)
  const marksIn = (channel: 'speech' | 'danmaku', text: string, startMs: number, endMs: number) =>
    here
      .filter((hit) => hit.channel === channel && hit.startMs <= endMs && hit.endMs >= startMs)
      .flatMap((hit) => spanOf(text, hit))
  const spoken = sentences.map(
    ({ seq, startMs, endMs, text, suspect }): Line => ({
      key: `s${seq}`,
      kind: 'speech',
      startMs,
      endMs,
      text,
      marks: marksIn('speech', text, startMs, endMs),
      doubtful: Boolean(suspect?.length),
    }),
  )
  const written = comments
    .filter(({ kind }) => isTalk(kind))
    .map(
      ({ seq, tMs, text, staff }): Line => ({
        key: `c${seq}`,
        kind: staff ? 'staff' : 'viewer',
        startMs: tMs,
        endMs: tMs,
        text,
        marks: marksIn('danmaku', text, tMs, tMs),
        doubtful: false,
      }),
    )
  return [...spoken, ...written].sort((a, b) => a.startMs - b.startMs)
}

type Quoted = Pick<FlagView, 'quote' | 'quoteStart' | 'quoteEnd'>

/** The phrase's place in a line: where the hit says when the line is its quote, else where the same words stand. */
function spanOf(text: string, { quote, quoteStart, quoteEnd }: Quoted): Span[] {
  if (text === quote) return [{ start: quoteStart, end: quoteEnd }]
  const phrase = quote.slice(quoteStart, quoteEnd)
  const start = phrase === '' ? -1 : text.indexOf(phrase)
  return start < 0 ? [] : [{ start, end: start + phrase.length }]
}

/** The sentence being said at a moment: the last one that has begun; -1 before the first. */
export function spokenAt(lines: readonly Line[], atMs: number): number {
  return lines.findLastIndex(({ kind, startMs }) => kind === 'speech' && startMs <= atMs)
}

/** A quote cut to the phrase and what stands close to it, so that a row of the queue shows what it is about. */
export function around({ quote, quoteStart, quoteEnd }: Quoted, context: number): Quoted {
  const from = Math.max(0, quoteStart - context)
  const to = Math.min(quote.length, quoteEnd + context)
  const before = from > 0 ? '…' : ''
  const after = to < quote.length ? '…' : ''
  return {
    quote: before + quote.slice(from, to) + after,
    quoteStart: quoteStart - from + before.length,
    quoteEnd: quoteEnd - from + before.length,
  }
}

import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import type { Tally } from './parser.ts'

/** Where a message stands, for saying "from … to …". */
export interface Moment {
  readonly tMs: number | null
  readonly atMs: number | null
  readonly text: string
}

/** What one danmaku file held, as far as it was read. */
export interface DanmakuSummary {
  readonly kinds: Readonly<Partial<Record<CommentKind, number>>>
  readonly chat: number
  /** Repeated deliveries of the same message, left out of every other count. */
  readonly duplicates: number
  /** Chat without any words. */
  readonly empty: number
  /** Pieces that gave no message. */
  readonly errors: number
  /** Messages read from a broken piece: lost end tag, torn tail. */
  readonly repaired: number
  /** Messages whose own time stood still while the wall clock went on. */
  readonly clamped: number
  /** Earliest and latest chat in time order, ties in file order. */
  readonly first: Moment | null
  readonly last: Moment | null
}

/** Counts comments as they pass by. */
export function summaryCounter(tally: Tally) {
  const kinds: Partial<Record<CommentKind, number>> = {}
  let chat = 0
  let duplicates = 0
  let clamped = 0
  let first: Comment | null = null
  let last: Comment | null = null
  let firstMs = Number.POSITIVE_INFINITY
  let lastMs = Number.NEGATIVE_INFINITY

  return {
    duplicate(): void {
      duplicates++
    },
    count(comment: Comment): void {
      if (comment.clamped) clamped++
      if (comment.kind !== 'chat') {
        kinds[comment.kind] = (kinds[comment.kind] ?? 0) + 1
        return
      }
      chat++
      const ms = comment.tMs ?? comment.atMs ?? 0
      if (ms < firstMs) {
        first = comment
        firstMs = ms
      }
      if (ms >= lastMs) {
        last = comment
        lastMs = ms
      }
    },
    summary(): DanmakuSummary {
      return {
        kinds: chat > 0 ? { chat, ...kinds } : { ...kinds },
        chat,
        duplicates,
        empty: tally.empty,
        errors: tally.unreadable,
        repaired: tally.repaired,
        clamped,
        first: momentOf(first),
        last: momentOf(last),
      }
    },
  }
}

function momentOf(comment: Comment | null): Moment | null {
  return comment && { tMs: comment.tMs, atMs: comment.atMs, text: comment.text }
}

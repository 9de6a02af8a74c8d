import { z } from 'zod'

/** Of these `chat` and `title`, the room's new title, are matched against the lexicon; the others are context (goods on show, gifts, entries). */
export const CommentKind = z.enum([
  'chat',
  'super_chat',
  'gift',
  'guard',
  'enter',
  'like',
  'follow',
  'product',
  'order',
  'special',
  'title',
  'system',
])
export type CommentKind = z.infer<typeof CommentKind>

/** The goods a `product` or `order` message names, as the platform has them. */
export interface CommentProduct {
  readonly id: string | null
  readonly title: string | null
}

/** One danmaku message, before pseudonymisation. At least one of the two times is set unless the dialect has neither. */
export interface Comment {
  readonly kind: CommentKind
  /** Milliseconds from the start of the danmaku file's own time line. */
  readonly tMs: number | null
  /** Wall clock of the broadcast in epoch milliseconds, where the dialect carries it; null for replays, whose comments were sent later. */
  readonly atMs: number | null
  readonly text: string
  /** The sender as the file has it (id or name hash); hashed before it is stored. */
  readonly sender: string | null
  /** True when the sender speaks for the room (主播, 房管, 小助理): from roles in the file, never guessed from the text here. */
  readonly staff: boolean
  /** The platform's own message id; null where the dialect's ids are not unique. */
  readonly id: string | null
  /** `atMs` was read out of the message id: ± 10 s, never an anchor for a clock. */
  readonly timeGuessed?: boolean
  /** `tMs` is the moment a recorder was stuck at, not the moment of the message: use `atMs`. */
  readonly clamped?: boolean
  readonly product?: CommentProduct
}

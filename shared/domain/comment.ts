import { z } from 'zod'

/** Only `chat` is matched against the lexicon; the others are context (goods on show, gifts, entries). */
export const CommentKind = z.enum([
  'chat',
  'super_chat',
  'gift',
  'guard',
  'enter',
  'like',
  'product',
  'special',
  'system',
])
export type CommentKind = z.infer<typeof CommentKind>

/** One danmaku message, before pseudonymisation. At least one of the two times is set unless the dialect has neither. */
export interface Comment {
  readonly kind: CommentKind
  /** Milliseconds from the start of the danmaku file's own time line. */
  readonly tMs: number | null
  /** Wall clock in epoch milliseconds, where the dialect carries it. */
  readonly atMs: number | null
  readonly text: string
  /** The sender as the file has it (id or name hash); hashed before it is stored. */
  readonly sender: string | null
  /** True when the sender speaks for the room (主播, 房管, 小助理): from roles in the file, never guessed from the text here. */
  readonly staff: boolean
  readonly id: string | null
}

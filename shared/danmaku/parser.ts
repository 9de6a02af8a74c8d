import type { Comment } from '#shared/domain/comment.ts'

/** What a reader met besides comments. `unreadable` pieces gave nothing, `repaired` ones gave a comment from a broken piece. */
export interface Tally {
  unreadable: number
  repaired: number
  empty: number
}

/** Turns text, piece by piece, into the comments completed so far. It keeps no more than one unfinished record. */
export interface Parser {
  push(text: string): Comment[]
  end(): Comment[]
}

/** No single record is longer; what is, is skipped and counted, so that a broken file cannot fill the memory. */
export const maxRecordChars = 256 * 1024

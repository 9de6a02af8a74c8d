import type { Comment } from '#shared/domain/comment.ts'

/** What a reader met besides comments. `unreadable` pieces gave nothing, `repaired` ones gave a comment from a broken piece. */
export interface Tally {
  unreadable: number
  repaired: number
  empty: number
}

/** Takes text piece by piece; what it finds goes elsewhere. Keeps no more than one unfinished record. */
export interface Scanner {
  push(text: string): void
  end(): void
}

/** Turns text, piece by piece, into the comments completed so far. */
export interface Parser {
  push(text: string): Comment[]
  end(): Comment[]
}

/** No single record is longer; what is, is skipped and counted, so that a broken file cannot fill the memory. */
export const maxRecordChars = 256 * 1024

/** A parser out of a scanner that hands every comment it finds to `found`. Chat without any words is counted, not passed on. */
export function collecting(
  tally: Tally,
  scanning: (found: (comment: Comment) => void) => Scanner,
): Parser {
  let batch: Comment[] = []
  const scanner = scanning((comment) => {
    if (comment.kind === 'chat' && isBlank(comment.text)) tally.empty++
    else batch.push(comment)
  })
  const take = () => {
    const taken = batch
    batch = []
    return taken
  }
  return {
    push(text) {
      scanner.push(text)
      return take()
    },
    end() {
      scanner.end()
      return take()
    },
  }
}

/** Hardly any text begins with a blank: only one that does is looked at whole. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0)
  const visible = (first > 0x20 && first < 0x80) || (first > 0x3000 && first < 0xd800)
  return !visible && text.trim() === ''
}

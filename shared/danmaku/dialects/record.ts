import type { Comment } from '#shared/domain/comment.ts'
import type { Parser, Tally } from '../parser.ts'
import { type JsonShape, jsonScanner } from '../scan/json.ts'

/** What one JSON record means: its comments; none for records that are not messages; null for one that should be and is not. */
export type ReadRecord = (value: unknown) => readonly Comment[] | null

/** A dialect of JSON records: where they stand and what one means. */
export interface JsonDialect {
  readonly shape: JsonShape
  readonly read: ReadRecord
}

/** The parser of a JSON dialect. Chat without any words is counted, not passed on. */
export function jsonParser({ shape, read }: JsonDialect, tally: Tally): Parser {
  let out: Comment[] = []
  const scanner = jsonScanner(shape, {
    record(value) {
      const comments = read(value)
      if (comments === null) tally.unreadable++
      else for (const comment of comments) add(comment)
    },
    broken() {
      tally.unreadable++
    },
  })
  function add(comment: Comment): void {
    if (comment.kind === 'chat' && comment.text.trim() === '') tally.empty++
    else out.push(comment)
  }
  const take = () => {
    const taken = out
    out = []
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

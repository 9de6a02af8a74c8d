import type { Comment } from '#shared/domain/comment.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { type JsonShape, jsonScanner } from '../scan/json.ts'

/** What one JSON record means: its comments; none for records that are not messages; null for one that should be and is not. */
export type ReadRecord = (value: unknown) => readonly Comment[] | null

/** A dialect of JSON records: where they stand and what one means. */
export interface JsonDialect {
  readonly shape: JsonShape
  readonly read: ReadRecord
}

/** The parser of a JSON dialect. */
export function jsonParser({ shape, read }: JsonDialect, tally: Tally): Parser {
  return collecting(tally, (found) =>
    jsonScanner(shape, {
      record(value) {
        const comments = read(value)
        if (comments === null) tally.unreadable++
        else comments.forEach(found)
      },
      broken() {
        tally.unreadable++
      },
    }),
  )
}

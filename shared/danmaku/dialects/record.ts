import type { Comment } from '#shared/domain/comment.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { type JsonShape, jsonScanner } from '../scan/json.ts'

/** What one JSON record means: its comments; none for records that are not messages; null for one that should be and is not. */
export type ReadRecord = (value: unknown) => readonly Comment[] | null

/** A dialect of JSON records. Whether they stand one a line, in an array or in one that something wraps, each file tells itself. */
export interface JsonDialect {
  readonly record: JsonShape['record']
  readonly read: ReadRecord
}

/** The parser of a JSON dialect for files of one shape. */
export function jsonParser({ read }: JsonDialect, shape: JsonShape, tally: Tally): Parser {
  return collecting(tally, (found) =>
    jsonScanner(shape, {
      record(value) {
        const comments = read(value)
        comments?.forEach(found)
        return comments?.length ?? null
      },
      broken() {
        tally.unreadable++
      },
      repaired() {
        tally.repaired++
      },
    }),
  )
}

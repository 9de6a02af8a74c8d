import type { Comment } from '#shared/domain/comment.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { lineScanner } from '../scan/lines.ts'

/** A parser of one line at a time; null stands for a line that should have been a message. */
export function lineParser(
  tally: Tally,
  read: (line: string) => readonly Comment[] | null,
  finish: () => readonly Comment[] = () => [],
): Parser {
  return collecting(tally, (found) => {
    const unreadable = () => {
      tally.unreadable++
    }
    const lines = lineScanner((line) => {
      const comments = read(line)
      if (comments === null) unreadable()
      else comments.forEach(found)
    }, unreadable)
    return {
      push: lines.push,
      end() {
        lines.end()
        finish().forEach(found)
      },
    }
  })
}

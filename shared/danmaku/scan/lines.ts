import { maxRecordChars } from '../parser.ts'

/** Splits text into lines as it comes. Of a line longer than any record nothing is kept; `tooLong` is told once. */
export function lineScanner(line: (text: string) => void, tooLong: () => void) {
  let rest = ''
  let skipping = false

  function finish(text: string): void {
    if (skipping || text.length > maxRecordChars) tooLong()
    else line(text.endsWith('\r') ? text.slice(0, -1) : text)
    skipping = false
  }

  return {
    push(text: string): void {
      const buffer = rest + text
      let from = 0
      for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n', from)) {
        finish(buffer.slice(from, end))
        from = end + 1
      }
      rest = buffer.slice(from)
      if (rest.length > maxRecordChars) {
        rest = ''
        skipping = true
      }
    },
    end(): void {
      if (rest !== '' || skipping) finish(rest)
      rest = ''
    },
  }
}

import { maxRecordChars } from '../parser.ts'

/** A quoted cell longer than this was never closed: its quote is taken for a character. */
const maxCellChars = 10_000
/** More quotes that should have been doubled mean that this one opened nothing. */
const maxStrayQuotes = 20

/**
 * Splits delimited text into rows of cells as it comes (RFC 4180: quoted cells hold delimiters, line breaks and doubled quotes). The
 * last row is `torn` when no line break follows it.
 */
export function rowScanner(delimiter: string, row: (cells: string[], torn: boolean) => void) {
  const separator = delimiter.charCodeAt(0)
  let rest = ''
  let skipping = false

  function scan(buffer: string, final: boolean): string {
    let start = 0
    let at = 0
    let cells: string[] = []
    while (at < buffer.length) {
      const cell = buffer.charCodeAt(at) === 0x22 ? quoted(buffer, at, final) : bare(buffer, at)
      if (cell === null) return buffer.slice(start)
      cells.push(cell.text)
      at = cell.end
      if (at >= buffer.length) {
        if (final) row(cells, true)
        return final ? '' : buffer.slice(start)
      }
      const end = buffer[at++]
      if (end === delimiter) {
        if (at < buffer.length) continue
        if (final) row([...cells, ''], true)
        return final ? '' : buffer.slice(start)
      }
      row(cells, false)
      cells = []
      start = at
    }
    return ''
  }

  /** A cell up to the delimiter or line break at `end`. */
  function bare(buffer: string, from: number): { text: string; end: number } {
    let end = from
    for (; end < buffer.length; end++) {
      const code = buffer.charCodeAt(end)
      if (code === separator || code === 0x0a) break
    }
    const stop = buffer[end - 1] === '\r' && end > from ? end - 1 : end
    return { text: buffer.slice(from, stop), end }
  }

  /** Null when the closing quote may still come. */
  function quoted(buffer: string, from: number, final: boolean) {
    let stray = 0
    let close = buffer.indexOf('"', from + 1)
    while (close >= 0 && close - from <= maxCellChars && stray <= maxStrayQuotes) {
      const after = buffer[close + 1]
      if (after === undefined && !final) return null
      if (after === undefined || after === delimiter || after === '\n' || after === '\r') {
        const tail = bare(buffer, close + 1)
        return { text: buffer.slice(from + 1, close).replaceAll('""', '"'), end: tail.end }
      }
      if (after !== '"') stray++
      close = buffer.indexOf('"', after === '"' ? close + 2 : close + 1)
    }
    if (!final && close < 0 && buffer.length - from <= maxCellChars) return null
    return bare(buffer, from)
  }

  /** A row longer than any record is given as torn; the rest of it is passed over. */
  function bounded(buffer: string): string {
    if (buffer.length <= maxRecordChars) return buffer
    row([], true)
    skipping = true
    return ''
  }

  return {
    push(text: string): void {
      const next = skipping ? text.indexOf('\n') + 1 : 0
      if (skipping && next === 0) return
      skipping = false
      rest = bounded(scan(rest + text.slice(next), false))
    },
    end(): void {
      rest = scan(rest, true)
    },
  }
}

import { csvHead } from '#shared/danmaku/dialects/csv.ts'
import { jsonShape } from '#shared/danmaku/open.ts'
import { detectEncoding, type Encoding } from '#shared/danmaku/scan/decode.ts'
import { type ValuePlace, valueScanner } from '#shared/danmaku/scan/values.ts'
import { headText, sniffText } from '#shared/danmaku/sniff.ts'

/** How the pieces of a file follow each other. */
export interface Written {
  readonly pieces: 'elements' | 'lines' | 'rows' | 'values'
  /** Null while all that was read is plain ASCII. */
  readonly encoding: Encoding | null
  /** What separates the cells of rows. */
  readonly delimiter: string
  /** Where the values of JSON stand. */
  readonly records: ValuePlace | null
}

/** What the beginning of a file tells of its pieces: elements of XML, lines, rows of a table, values of a JSON array; null for others. */
export function howWritten(head: Buffer, name: string): Written | null {
  const text = headText(head)
  const start = text.trimStart()
  const dialect = sniffText(text, name)
  const shape = dialect && jsonShape(dialect, text)
  const delimiter = csvHead(start)?.delimiter ?? ''
  const written = { encoding: detectEncoding(head), delimiter, records: shape } as const
  if (start.startsWith('<')) return { ...written, pieces: 'elements' }
  if (dialect === 'csv') return { ...written, pieces: 'rows' }
  if (dialect === 'lines' || shape?.lines) return { ...written, pieces: 'lines' }
  return shape ? { ...written, pieces: 'values' } : null
}

/**
 * Where the last whole piece ends, counted from the beginning of the bytes: that of the file or, where it `goesOn`, one at which
 * a piece ended; 0 where none does.
 */
export function lastWhole(written: Written, bytes: Buffer, goesOn: boolean): number {
  const end = ends[written.pieces]
  const encoding = written.encoding ?? detectEncoding(bytes)
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') {
    const text = bytes.toString('latin1')
    // The second byte of a character may look like a bracket or a delimiter.
    return end(
      encoding === 'gb18030' ? text.replace(/[\x81-\xfe][\s\S]/g, 'xx') : text,
      written,
      goesOn,
    )
  }
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2))
  const units = encoding === 'utf-16le' ? whole : Buffer.from(whole).swap16()
  return 2 * end(units.toString('utf16le'), written, goesOn)
}

const ends = {
  elements: lastElement,
  lines: (text: string) => text.lastIndexOf('\n') + 1,
  rows: lastRow,
  values: lastValue,
}

function lastElement(text: string): number {
  // An end is one only if another element begins behind it: what people write may hold any sign.
  for (let at = text.lastIndexOf('<'); at > 0; at = text.lastIndexOf('<', at - 1)) {
    if (!/[a-z]/i.test(text[at + 1] ?? '')) continue
    if (/(?:<\/[a-z]+|\/)>\s*$/i.test(text.slice(Math.max(0, at - 64), at))) return at
  }
  return 0
}

/** A line break within a quoted cell ends no row; a quote opens a cell only where the cell begins. */
function lastRow(text: string, { delimiter }: Written): number {
  let end = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"' && !quoted) quoted = at === end || text[at - 1] === delimiter
    else if (sign === '"' && text[at + 1] === '"') at++
    else if (sign === '"') quoted = ![delimiter, '\r', '\n'].includes(text[at + 1] ?? '')
    else if (sign === '\n' && !quoted) end = at + 1
  }
  return end
}

/** Where the last of an array's values begins that is whole: all before it is. */
function lastValue(text: string, { records }: Written, goesOn: boolean): number {
  let begun = 0
  let values = 0
  let lost = false
  let named: string | null = null
  const sink = {
    value(value: string, start: number): number {
      const [name] = /^\{\s*"[^"]*"/.exec(value) ?? ['']
      named ??= name
      // Behind a broken one it may be a part of that: until one begins with the same name as the first.
      if (lost && name !== named) return 0
      lost = false
      begun = start
      values++
      return 1
    },
    broken() {
      lost = true
    },
  }
  if (records) valueScanner(records, sink, goesOn || undefined).push(text)
  // A beginning without any value tells nothing of the file.
  return values > 1 ? begun : 0
}

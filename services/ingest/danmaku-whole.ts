import { csvHead } from '#shared/danmaku/dialects/csv.ts'
import { detectEncoding } from '#shared/danmaku/scan/decode.ts'
import { headText, sniffText } from '#shared/danmaku/sniff.ts'

/** How the pieces of a file follow each other, and how many bytes a sign of theirs takes. */
export interface Written {
  readonly pieces: 'elements' | 'lines' | 'rows' | 'values'
  readonly unit: 'byte' | 'utf-16le' | 'utf-16be'
  /** What separates the cells of rows. */
  readonly delimiter: string
}

/** What the beginning of a file tells of its pieces: elements of XML, lines, rows of a table, values of one JSON array; null for others. */
export function howWritten(head: Buffer, name: string): Written | null {
  const encoding = detectEncoding(head)
  const unit = encoding === 'utf-16le' || encoding === 'utf-16be' ? encoding : 'byte'
  const text = headText(head)
  const start = text.trimStart()
  const dialect = sniffText(text, name)
  const written = { unit, delimiter: csvHead(start)?.delimiter ?? '' } as const
  if (start.startsWith('<')) return { ...written, pieces: 'elements' }
  if (dialect === 'csv') return { ...written, pieces: 'rows' }
  const [line = ''] = start.split('\n', 1)
  if (dialect === 'lines' || /^\{.*\}\s*$/.test(line)) return { ...written, pieces: 'lines' }
  // A byte of a character in GB18030 may look like a bracket.
  const isArray = start.startsWith('[') && dialect !== null && encoding !== 'gb18030'
  return isArray ? { ...written, pieces: 'values' } : null
}

/** Where the last whole piece ends, counted from the beginning of the bytes, which is where one ended; 0 where none does. */
export function lastWhole({ pieces, unit, delimiter }: Written, bytes: Buffer): number {
  if (unit === 'byte') return ends[pieces](bytes.toString('latin1'), delimiter)
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2))
  const units = unit === 'utf-16le' ? whole : Buffer.from(whole).swap16()
  return 2 * ends[pieces](units.toString('utf16le'), delimiter)
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
function lastRow(text: string, delimiter: string): number {
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

/** A value has ended only if another begins behind it. */
function lastValue(text: string): number {
  let end = 0
  let depth = 0
  let quoted = false
  const first = text.search(/\S/)
  for (let at = text[first] === '[' ? first + 1 : 0; at < text.length && depth >= 0; at++) {
    const sign = text[at]
    if (quoted && sign === '\\') at++
    else if (sign === '"') quoted = !quoted
    else if (quoted) continue
    else if (sign === '{' || sign === '[') depth++
    else if ((sign === '}' || sign === ']') && --depth === 0)
      if (/^\s*,\s*[[{]/.test(text.slice(at + 1, at + 33))) end = at + 1
  }
  return end
}

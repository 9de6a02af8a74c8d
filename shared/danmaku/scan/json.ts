import { maxRecordChars } from '../parser.ts'
import { lineScanner } from './lines.ts'

export interface JsonSink {
  record(value: unknown): void
  /** A record that is not JSON, or has no end. */
  broken(): void
}

export interface JsonShape {
  /** One record a line: a broken line costs nothing but itself. */
  readonly lines: boolean
  /** Records stand in the array under this key, wherever it occurs; without it they are the outermost values. */
  readonly within?: string
  /** What a record is. */
  readonly record: 'object' | 'array'
}

interface JsonScanner {
  push(text: string): void
  end(): void
}

/** Hands over the records of JSON text of any size one by one; broken ones are counted and passed over. */
export function jsonScanner(shape: JsonShape, sink: JsonSink): JsonScanner {
  return shape.lines ? recordLines(sink) : valueScanner(shape, sink)
}

function parse(text: string, sink: JsonSink): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Control characters inside strings are against the grammar and common.
    try {
      value = JSON.parse(text.replace(/[\u0000-\u001f]/g, ' '))
    } catch {
      sink.broken()
      return
    }
  }
  sink.record(value)
}

function recordLines(sink: JsonSink): JsonScanner {
  return lineScanner(
    (line) => {
      const text = record(line.trim())
      if (text !== '') parse(text, sink)
    },
    () => sink.broken(),
  )
}

/** Lines of an array written one element a line have a bracket or a comma around the record. */
function record(line: string): string {
  if (line.startsWith('{') && line.endsWith('}')) return line
  const open = /^[[,]/.test(line) ? 1 : 0
  return line.slice(open, /[,\]]$/.test(line) ? -1 : undefined).trim()
}

const quote = 0x22
const backslash = 0x5c
/** A value without an end is given up after this many tries within one piece of text, so that nesting cannot cost quadratic time. */
const maxTries = 64

function valueScanner({ within, record }: JsonShape, sink: JsonSink): JsonScanner {
  const [open, close] = record === 'object' ? ['{', '}'] : ['[', ']']
  const key = within === undefined ? null : new RegExp(`"${within}"\\s*:\\s*\\[`, 'g')
  let rest = ''
  let inside = key === null

  /** Hands over every whole record; the tail that needs more text. */
  function scan(buffer: string, final: boolean): string {
    let tries = 0
    let from = 0
    for (;;) {
      if (!inside && key) {
        key.lastIndex = from
        if (!key.exec(buffer)) {
          return final ? '' : buffer.slice(Math.max(from, buffer.length - 64))
        }
        from = key.lastIndex
        inside = true
      }
      const start = buffer.indexOf(open, from)
      const leave = key === null ? -1 : buffer.indexOf(']', from)
      if (leave >= 0 && (start < 0 || leave < start)) {
        inside = false
        from = leave + 1
        continue
      }
      if (start < 0) return ''
      const end = endOfValue(buffer, start, open, close)
      if (end !== null) {
        parse(buffer.slice(start, end), sink)
        from = end
        continue
      }
      if (!final && buffer.length - start <= maxRecordChars) return buffer.slice(start)
      sink.broken()
      const again = ++tries > maxTries ? -1 : resume(buffer, start + 1, open)
      if (again < 0) return ''
      from = again
    }
  }

  return {
    push(text) {
      rest = scan(rest + text, false)
    },
    end() {
      rest = scan(rest, true)
    },
  }
}

/** The end of the value that opens at `start`, strings skipped; null if it does not close within the longest record. */
function endOfValue(buffer: string, start: number, open: string, close: string): number | null {
  const opening = open.charCodeAt(0)
  const closing = close.charCodeAt(0)
  const limit = Math.min(buffer.length, start + maxRecordChars)
  let depth = 0
  for (let at = start; at < limit; at++) {
    const code = buffer.charCodeAt(at)
    if (code === quote) {
      at = endOfString(buffer, at + 1)
      if (at < 0) return null
    } else if (code === opening) depth++
    else if (code === closing && --depth === 0) return at + 1
  }
  return null
}

function endOfString(buffer: string, from: number): number {
  for (let end = buffer.indexOf('"', from); end >= 0; end = buffer.indexOf('"', end + 1)) {
    let before = end - 1
    while (before >= from && buffer.charCodeAt(before) === backslash) before--
    if ((end - 1 - before) % 2 === 0) return end
  }
  return -1
}

/** Where the next record may begin after a broken one: at a line's start or after `},`. */
function resume(buffer: string, from: number, open: string): number {
  const next = new RegExp(`[\\n,]\\s*\\${open}`, 'g')
  next.lastIndex = from
  const match = next.exec(buffer)
  return match ? match.index + 1 : -1
}

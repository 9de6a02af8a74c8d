import type { Scanner } from '../parser.ts'
import { lineScanner } from './lines.ts'
import { quotesMended } from './value-end.ts'
import { type ValuePlace, valueScanner } from './values.ts'

interface JsonSink {
  /** A record of the file; how many messages it is, null when it should be one and is not. */
  record(value: unknown): number | null
  /** A record that is not JSON, has no end, or is no message and should be. */
  broken(): void
  /** The record before was read from broken text. */
  repaired(): void
}

export interface JsonShape extends ValuePlace {
  /** One record a line: a broken line costs nothing but itself. */
  readonly lines: boolean
}

/** Hands over the records of JSON text of any size one by one; broken ones are counted and passed over. */
export function jsonScanner(shape: JsonShape, sink: JsonSink): Scanner {
  const read = (text: string, mended: boolean) => {
    const parsed = parse(text)
    const messages = parsed && sink.record(parsed.value)
    if (messages && mended) sink.repaired()
    return messages
  }
  const broken = () => sink.broken()
  if (!shape.lines)
    return valueScanner(shape, { value: (text, _, mended) => read(text, mended), broken })
  return lineScanner((line) => {
    const text = line.trim()
    if (text === '') return
    if (read(text, false) === null && !read(quotesMended(text), true)) broken()
  }, broken)
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    // Control characters inside strings, and numbers that are none, are against the grammar and common.
    const usual = text
      .replace(/[\u0000-\u001f]/g, ' ')
      .replace(/([:,[]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g, '$1null')
    try {
      return { value: JSON.parse(usual) }
    } catch {
      return null
    }
  }
}

import { maxRecordChars, type Scanner } from '../parser.ts'
import { endOfValue, quotesMended, unfinished, wrongAt } from './value-end.ts'

/** Where the records of JSON text stand that are not one a line, and what one is. */
export interface ValuePlace {
  /** The key of the array they stand in, wherever it occurs; without one they are the outermost values. */
  readonly within?: string
  readonly record: 'object' | 'array'
}

interface ValueSink {
  /** A value and where in all text it begins; how many messages it is, null when it should be one and is not. */
  value(text: string, start: number, mended: boolean): number | null
  /** Something that should have been a value. */
  broken(): void
}

/** A key and what stands between it and its array are no longer. */
const maxKeyChars = 64
const closeBracket = 0x5d

/**
 * Hands over the values of JSON text of any size one by one, and passes over broken ones: up to where the next may begin.
 * Text that is read on from one of the array's values begins `inside` it.
 */
export function valueScanner(
  { within, record }: ValuePlace,
  sink: ValueSink,
  inside = within === undefined,
): Scanner {
  const open = record === 'object' ? '{' : '['
  const opening = open.charCodeAt(0)
  const key = within === undefined ? null : new RegExp(`"${within}"\\s*:\\s*\\[`, 'g')
  const beginnings = record === 'object' ? /[\n,]\s*\{\s*["}]/g : /[\n,]\s*\[/g
  let rest = ''
  let passed = 0
  let entered = inside
  /** Behind something broken what comes may be a part of it: neither its brackets nor its values count, until a message comes. */
  let lost = false

  /** Hands over every whole value; where the tail begins that needs more text. */
  function scan(buffer: string, final: boolean): number {
    let from = 0
    for (;;) {
      if (!entered && key) {
        key.lastIndex = from
        if (!key.exec(buffer)) return Math.max(from, buffer.length - maxKeyChars)
        from = key.lastIndex
        entered = true
      }
      const start = beginning(buffer, from)
      if (start < 0) return buffer.length
      if (buffer.charCodeAt(start) !== opening) {
        entered = false
        from = start + 1
        continue
      }
      const end = endOfValue(buffer, start)
      if (end > 0) {
        take(buffer.slice(start, end), passed + start, false)
        from = end
        continue
      }
      const waits = !final && buffer.length - start <= maxRecordChars
      if (waits && end === unfinished) return start
      const behind = resume(buffer, end === unfinished ? start : wrongAt(end))
      if (waits && behind < 0) return start
      const next = behind < 0 ? buffer.length : behind
      if (mend(buffer.slice(start, next), passed + start)) from = next
      else {
        const again = resume(buffer, start)
        from = again < 0 ? buffer.length : again
      }
    }
  }

  /** Where the next value begins, or the array ends; -1 if neither is in the text. */
  function beginning(buffer: string, from: number): number {
    for (let at = from; at < buffer.length; at++) {
      const code = buffer.charCodeAt(at)
      if (code === opening || (code === closeBracket && key && !lost)) return at
    }
    return -1
  }

  /** Where behind `at` a value may begin: at a line's start or behind a comma. */
  function resume(buffer: string, at: number): number {
    beginnings.lastIndex = at + 1
    const match = beginnings.exec(buffer)
    return match ? buffer.indexOf(open, match.index + 1) : -1
  }

  function take(text: string, start: number, mended: boolean): void {
    const messages = sink.value(text, start, mended)
    if (messages === null && !lost) sink.broken()
    if (messages) lost = false
  }

  /** Whether what is broken is a message all the same. */
  function mend(text: string, start: number): boolean {
    const better = quotesMended(text)
    const end = endOfValue(better, 0)
    lost = end < 0 || !sink.value(better.slice(0, end), start, true)
    if (lost) sink.broken()
    return !lost
  }

  function feed(text: string, final: boolean): void {
    const buffer = rest + text
    const tail = scan(buffer, final)
    passed += tail
    rest = buffer.slice(tail)
  }

  return { push: (text) => feed(text, false), end: () => feed('', true) }
}

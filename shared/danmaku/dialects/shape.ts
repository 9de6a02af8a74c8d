import { type JsonShape, jsonScanner } from '../scan/json.ts'
import type { JsonDialect } from './record.ts'

/** So many arrays are tried for the one the records stand in. */
const maxArrays = 12

/** How a file's records stand, by its beginning, and how many messages that have a time are found there so. */
interface Shaped {
  readonly shape: JsonShape
  readonly timed: number
}

interface Found extends Shaped {
  readonly messages: number
  readonly broken: number
}

/**
 * The records stand one a line, are the outermost values, or stand in the array under some key: whichever gives more messages.
 * An exporter wraps what a recorder writes bare, and both may set one field a line.
 */
export function shapeOf(head: string, dialect: JsonDialect): Shaped {
  const { record } = dialect
  const lines = isLines(head)
  let best = tried(head, dialect, { lines, record })
  if (lines && best.messages > 0) return best
  for (const within of arraysIn(head, record)) {
    const found = tried(head, dialect, { lines: false, record, within })
    const more = found.messages - best.messages || best.broken - found.broken
    if (found.messages > 0 && more > 0) best = found
  }
  return best
}

/** Whole records one a line, the first or, where that one is broken, the second. */
function isLines(head: string): boolean {
  const [first = '', second = ''] = head.trimStart().split('\n', 2)
  const isWhole = (line: string) => /^\{.*\}\s*$/.test(line)
  return isWhole(first) || (/^\{.*[^\s[{,:]\s*$/.test(first) && isWhole(second))
}

/** The keys of arrays that hold values of this kind, in the order they come. */
function arraysIn(head: string, record: JsonDialect['record']): ReadonlySet<string> {
  const open = record === 'object' ? '\\{' : '\\['
  const keys = new Set<string>()
  for (const [, key = ''] of head.matchAll(
    new RegExp(`"([\\w\\u4e00-\\u9fff]{1,40})"\\s*:\\s*\\[\\s*${open}`, 'g'),
  )) {
    keys.add(key)
    if (keys.size === maxArrays) break
  }
  return keys
}

function tried(head: string, { read }: JsonDialect, shape: JsonShape): Found {
  const found = { shape, messages: 0, timed: 0, broken: 0 }
  const scanner = jsonScanner(shape, {
    record(value) {
      const comments = read(value)
      found.messages += comments?.length ?? 0
      for (const { tMs, atMs } of comments ?? []) if (tMs !== null || atMs !== null) found.timed++
      return comments?.length ?? null
    },
    broken() {
      found.broken++
    },
    repaired() {},
  })
  scanner.push(`${head}\n`)
  return found
}

import type { Parser, Tally } from '../parser.ts'
import { type Fields, fields, textOf } from '../scan/fields.ts'
import { jsonScanner } from '../scan/json.ts'
import { type Column, columnNamed, kindNamed, timesOf } from './columns.ts'
import { message } from './message.ts'
import { type JsonDialect, jsonParser } from './record.ts'

/** A record with words, a sender and a time under any of their usual names is a comment, whichever tool wrote it. */
const unknown: JsonDialect = {
  shape: { lines: false, record: 'object' },
  read(value) {
    const record = flat(value)
    const text = record.get('text')
    const times = timesOf(record.get('time') ?? '')
    const offset = timesOf(record.get('offset') ?? '')
    const sender = record.get('userId') ?? record.get('user') ?? null
    if (text === undefined || sender === null) return []
    return [
      message({
        kind: kindNamed(record.get('kind') ?? ''),
        tMs: offset.tMs ?? times.tMs,
        atMs: times.atMs ?? offset.atMs,
        text,
        sender,
        id: record.get('id') ?? null,
      }),
    ]
  },
}

/** The named columns among a record's fields, and those of the objects right inside it. */
function flat(value: unknown): ReadonlyMap<Column, string> {
  const found = new Map<Column, string>()
  const inner: Fields[] = []
  const take = (record: Fields) => {
    for (const key of Object.keys(record)) {
      const column = columnNamed(key)
      const written = textOf(record, key)
      if (column && written !== null && !found.has(column)) found.set(column, written)
    }
  }
  const record = fields(value)
  take(record)
  for (const key of Object.keys(record))
    if (!Array.isArray(record[key])) inner.push(fields(record[key]))
  for (const part of inner) take(part)
  return found
}

/** So many arrays of objects are tried for the one the comments stand in. */
const maxArrays = 12

/** The records that stand outermost, or those of the first array of objects that holds comments; null when neither does. */
function shapeOf(head: string): JsonDialect['shape'] | null {
  if (holdsComments(head, unknown.shape)) return unknown.shape
  const keys = new Set<string>()
  for (const [, key = ''] of head.matchAll(/"([\w\u4e00-\u9fff]{1,40})"\s*:\s*\[\s*\{/g)) {
    keys.add(key)
    if (keys.size === maxArrays) break
  }
  for (const within of keys) {
    const shape = { ...unknown.shape, within }
    if (holdsComments(head, shape)) return shape
  }
  return null
}

function holdsComments(head: string, shape: JsonDialect['shape']): boolean {
  let comments = 0
  const scanner = jsonScanner(shape, {
    record(value) {
      const [comment] = unknown.read(value) ?? []
      if (comment && (comment.tMs !== null || comment.atMs !== null)) comments++
    },
    broken() {},
  })
  scanner.push(head)
  return comments > 0
}

/** Whether the first records of JSON of no known dialect are comments with a sender and a time. */
export function jsonHoldsComments(head: string): boolean {
  return shapeOf(head) !== null
}

/** Reads JSON of no known dialect by the names of its fields. */
export function unknownJson(head: string, tally: Tally): Parser {
  return jsonParser({ ...unknown, shape: shapeOf(head) ?? unknown.shape }, tally)
}

import { type Fields, fields, textOf } from '../scan/fields.ts'
import { type Column, columnNamed, kindNamed, timesOf } from './columns.ts'
import { message } from './message.ts'
import type { JsonDialect } from './record.ts'

/** A record with words, a sender and a time under any of their usual names is a comment, whichever tool wrote it. */
export const unknownJson: JsonDialect = {
  record: 'object',
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

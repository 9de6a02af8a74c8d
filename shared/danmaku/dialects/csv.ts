import type { Comment } from '#shared/domain/comment.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { rowScanner } from '../scan/cells.ts'
import { type Column, columnNamed, kindNamed, type Times, timesOf } from './columns.ts'
import { dayClock, withYear } from './day.ts'
import { message } from './message.ts'

/** Where a table's columns stand, and what separates them. */
export interface CsvHead {
  readonly delimiter: string
  readonly columns: ReadonlyMap<Column, number>
}

/** Titles and notes above the headings are passed over, up to this many rows. */
const maxRowsAbove = 10

/** The headings of a table with texts and times, in any order and several languages; null when there are none. */
export function csvHead(text: string): CsvHead | null {
  for (const line of text.split('\n', maxRowsAbove)) {
    for (const delimiter of [',', '\t', ';', '|', '\uff0c']) {
      const columns = headings(line.trim().split(delimiter))
      if (columns) return { delimiter, columns }
    }
  }
  return null
}

function headings(cells: readonly string[]): ReadonlyMap<Column, number> | null {
  const columns = new Map<Column, number>()
  cells.forEach((cell, at) => {
    const column = columnNamed(cell.replace(/^\s*"|"\s*$/g, ''))
    if (column && !columns.has(column)) columns.set(column, at)
  })
  return columns.has('text') && (columns.has('time') || columns.has('offset')) ? columns : null
}

const noTimes: Times = { tMs: null, atMs: null }

/** Reads a table of comments. Times are dates, epochs, offsets from the start, or times of the day given. */
export function csv({ delimiter, columns }: CsvHead, dayAtMs: number | null, tally: Tally): Parser {
  let headed = false
  const dated = dayClock(dayAtMs)
  const place = (column: Column) => columns.get(column) ?? -1
  const [timeAt, offsetAt, textAt] = [place('time'), place('offset'), place('text')]
  const [userAt, userIdAt, idAt, kindAt] = [
    place('user'),
    place('userId'),
    place('id'),
    place('kind'),
  ]

  function read(cells: readonly string[], torn: boolean): Comment | null {
    const text = cells[textAt]
    const written = timesOf(withYear(trimmed(cells, timeAt), dayAtMs))
    const offset = offsetAt < 0 ? noTimes : timesOf(trimmed(cells, offsetAt))
    const tMs = offset.tMs ?? written.tMs
    const atMs = written.atMs ?? offset.atMs
    if (text === undefined || (tMs === null && atMs === null)) return null
    if (torn && columns.size > cells.length) tally.repaired++
    return message({
      kind: kindAt < 0 ? 'chat' : kindNamed(trimmed(cells, kindAt)),
      ...(offset.tMs === null ? dated({ tMs, atMs }) : { tMs, atMs }),
      text,
      sender: trimmed(cells, userIdAt) || trimmed(cells, userAt) || null,
      id: trimmed(cells, idAt) || null,
    })
  }

  return collecting(tally, (found) =>
    rowScanner(delimiter, (cells, torn) => {
      if (!headed) headed = headings(cells) !== null
      else if (cells.length === 0 || cells.some((cell) => cell.trim() !== '')) {
        const comment = read(cells, torn)
        if (comment) found(comment)
        else tally.unreadable++
      }
    }),
  )
}

function trimmed(cells: readonly string[], at: number): string {
  return at < 0 ? '' : (cells[at]?.trim() ?? '')
}

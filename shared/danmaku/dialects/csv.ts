import type { Comment } from '#shared/domain/comment.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { rowScanner } from '../scan/cells.ts'
import { type Column, columnNamed, kindNamed, timesOf } from './columns.ts'
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
    for (const delimiter of [',', '\t', ';', ',']) {
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

const dayMs = 24 * 3_600_000

/**
 * Reads a table of comments. Times are dates, epochs, or offsets from the start. When the file's name carries a date and its first
 * time is no plausible offset (five hours and more), the column is the time of day on that date, running on past midnight.
 */
export function csv({ delimiter, columns }: CsvHead, dayAtMs: number | null, tally: Tally): Parser {
  let headed = false
  let ofDay: boolean | null = null
  let day = dayAtMs
  let beforeMs = 0
  const textAt = columns.get('text') ?? 0

  function read(cells: readonly string[], torn: boolean): Comment | null {
    const cell = (column: Column) => cells[columns.get(column) ?? -1]?.trim() ?? ''
    const text = cells[textAt]
    const written = timesOf(cell('time'))
    const offset = timesOf(cell('offset'))
    const times = { tMs: offset.tMs ?? written.tMs, atMs: written.atMs ?? offset.atMs }
    if (text === undefined || (times.tMs === null && times.atMs === null)) return null
    if (torn && columns.size > cells.length) tally.repaired++
    const sender = cell('userId') || cell('user')
    return message({
      kind: kindNamed(cell('kind')),
      ...onDate(times, cell('offset') === ''),
      text,
      sender: sender === '' ? null : sender,
      id: cell('id') === '' ? null : cell('id'),
    })
  }

  function onDate(times: { tMs: number | null; atMs: number | null }, mayBeOfDay: boolean) {
    const { tMs } = times
    if (day === null || tMs === null || !mayBeOfDay || times.atMs !== null) return times
    ofDay ??= tMs >= 5 * 3_600_000 && tMs < dayMs
    if (!ofDay) return times
    if (beforeMs - tMs > dayMs / 2) day += dayMs
    beforeMs = tMs
    return { tMs: null, atMs: day + tMs }
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

/** Midnight in China of the date a file's name carries, null without one. */
export function dayInName(name: string): number | null {
  const match = /(20\d\d)[-_.年]?(\d\d)[-_.月]?(\d\d)/.exec(name)
  if (!match) return null
  const [year, month, day] = match.slice(1).map(Number)
  if (!month || month > 12 || !day || day > 31) return null
  return Date.UTC(year ?? 0, month - 1, day) - 8 * 3_600_000
}

import { stringify } from 'csv-stringify/sync'

/** A table to hand out: headings, and cells as text. */
export interface Sheet {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** In characters, by column; 16 where none is given. */
  readonly widths?: readonly number[]
}

/** .xlsx; every cell is typed as text, so that no id is rounded and nothing is computed. */
export async function toXlsx({ header, rows, widths = [] }: Sheet): Promise<Buffer> {
  const text = (value: string) => ({ value, type: String })
  const head = header.map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
  const columns = header.map((_, i) => ({ width: widths[i] ?? 16 }))
  const data = [head, ...rows.map((cells) => cells.map(text))]
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  return writeXlsxFile(data, { columns, stickyRowsCount: 1 }).toBuffer()
}

/**
 * CSV for spreadsheets: UTF-8 with its mark, CRLF. What a spreadsheet would compute (OWASP, CSV injection) or round to
 * fifteen digits begins with an apostrophe; importing takes it off again.
 */
export function toCsv({ header, rows }: Sheet): Buffer {
  const safe = rows.map((cells) => cells.map(inert))
  return Buffer.from(
    stringify([header.map(inert), ...safe], { bom: true, record_delimiter: 'windows' }),
  )
}

function inert(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) || /^\d{11,}$/.test(cell) ? `'${cell}` : cell
}

import { printable } from './model.ts'

/** What a column holds. Ids and codes are text, for a spreadsheet would round the last digits of a long number. */
export type SheetColumn =
  | { readonly head: string; readonly width: number; readonly kind: 'text' }
  | {
      readonly head: string
      readonly width: number
      readonly kind: 'number'
      readonly format?: string
    }
  | { readonly head: string; readonly width: number; readonly kind: 'time' | 'date' }

export interface Sheet {
  readonly name: string
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly (readonly (string | number | Date | null)[])[]
}

/** China's clock in a format that knows no zones. */
const offsetMs = 8 * 3_600_000
/** What a spreadsheet lets a cell hold. */
const mostChars = 32_000

/** Sheets as .xlsx: first row frozen and filtered, dates as dates of Shanghai, text never a formula. */
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Buffer> {
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  return writeXlsxFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: sheetName(name),
      stickyRowsCount: 1,
      columns: columns.map(({ width }) => ({ width })),
      data: [
        columns.map(({ head }) => ({
          type: String,
          value: head,
          fontWeight: 'bold' as const,
          backgroundColor: '#EFEDE6',
          align: 'center' as const,
          wrap: true,
        })),
        ...rows.map((row) => columns.map((column, i) => cellOf(column, row[i] ?? null))),
      ],
    })) as never,
  ).toBuffer() as Promise<Buffer>
}

function cellOf(column: SheetColumn, value: string | number | Date | null) {
  if (value === null || value === '') return null
  switch (column.kind) {
    case 'number':
      return { type: Number, value: Number(value), format: column.format ?? '0' }
    case 'time':
    case 'date': {
      const at = new Date(value)
      const format = column.kind === 'time' ? 'yyyy-mm-dd hh:mm:ss' : 'yyyy-mm-dd'
      return { type: Date, value: new Date(at.getTime() + offsetMs), format }
    }
    case 'text':
      return {
        type: String,
        value: harmless(String(value)),
        format: '@',
        wrap: true,
        alignVertical: 'top' as const,
      }
  }
}

/**
 * A string cell is never a formula by itself, but becomes one when the file goes through CSV or a cell is edited: what
 * begins like one is put behind an apostrophe (OWASP, CSV Injection).
 */
export function harmless(text: string): string {
  const clean = printable(text).slice(0, mostChars)
  return /^\s*[=+\-@\t\r|%]/.test(clean) ? `'${clean}` : clean
}

/** Names of sheets may hold neither these signs nor more than 31 characters. */
const sheetName = (name: string) => name.replace(/[\\/?*[\]:]/g, '-').slice(0, 31)

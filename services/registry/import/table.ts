import { parse } from 'csv-parse/sync'
import { decodeText } from '#shared/asr/encoding.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { AppError } from '#shared/errors.ts'

/** A sheet as text: the heading, and every line below it with its number as people count, from 1. */
export interface Table {
  readonly header: readonly string[]
  readonly lines: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

export const maxBytes = 20_000_000
export const maxRows = 20_000
const maxColumns = 200
/** A workbook that unpacks to more than this is no ledger. */
const maxUnpackedBytes = 300_000_000

/** Reads .xlsx (the first sheet) or CSV in any usual encoding and separator, told by content. Throws `invalid` with what to do. */
export async function readTable(bytes: Buffer): Promise<Table> {
  if (bytes.length > maxBytes)
    throw new AppError('invalid', '文件超过 20 MB，请拆成几个文件分别导入。')
  const rows = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await sheet(bytes) : csv(bytes)
  const [header, ...rest] = rows
  if (!header) throw new AppError('invalid', '文件是空的，请核对是否选错了文件。')
  const lines = rest
    .map((cells, i) => ({ line: i + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (lines.length === 0) throw new AppError('invalid', '表头之下没有数据行，请核对文件。')
  if (lines.length > maxRows)
    throw new AppError(
      'invalid',
      `一次最多导入 ${maxRows} 行，现有 ${lines.length} 行，请分批导入。`,
    )
  return { header, lines }
}

async function sheet(bytes: Buffer): Promise<string[][]> {
  if (unpackedBytes(bytes) > maxUnpackedBytes)
    throw new AppError('invalid', '工作簿展开后过大，请只保留台账一张表后重新导入。')
  const { readSheet } = await import('read-excel-file/node')
  try {
    // Numbers stay as they are written in the file: an id is no quantity.
    const rows = await readSheet<string>(bytes, { parseNumber: (text) => text })
    return rows.map((cells) => cells.slice(0, maxColumns).map(textOf))
  } catch (cause) {
    throw new AppError('invalid', '读不出这个 Excel 文件；请在表格软件中另存为 .xlsx 后重试。', {
      cause,
    })
  }
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return dayOf(cell.getTime())
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  return unmarked(String(cell))
}

function csv(bytes: Buffer): string[][] {
  const { text } = decodeText(bytes)
  if (/<html|<table/i.test(text.slice(0, 2000)))
    throw new AppError('invalid', '这是网页格式的表格；请在表格软件中另存为 .xlsx 后重试。')
  try {
    const rows: string[][] = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: 200_000,
    })
    return rows.map((cells) => cells.slice(0, maxColumns).map(unmarked))
  } catch (cause) {
    throw new AppError('invalid', 'CSV 的引号没有配对；请在表格软件中另存为 .xlsx 后重试。', {
      cause,
    })
  }
}

/** The sign that the heading has most of. */
function separatorOf(text: string): string {
  const line = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? ''
  const count = (sign: string) => line.split(sign).length
  return [',', '\t', ';', '|', '，'].reduce((best, sign) =>
    count(sign) > count(best) ? sign : best,
  )
}

/** Without the mark that keeps spreadsheets from computing or rounding a text. */
function unmarked(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@\d])/, '')
}

/** The sum of the sizes that a zip's directory tells (APPNOTE 4.3.12). */
function unpackedBytes(zip: Buffer): number {
  let total = 0
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0 && at + 46 <= zip.length; ) {
    total += zip.readUInt32LE(at + 24)
    at = zip.indexOf('PK\x01\x02', at + 46, 'latin1')
  }
  return total
}

import { type AnyColumn, and, asc, desc, eq, gt, lt, or, type SQL } from 'drizzle-orm'
import { AppError } from '#shared/errors.ts'

/** A page of a list: how many rows, and after which one, by the cursor of the page before. */
export interface PageQuery {
  readonly limit: number
  readonly after?: string | undefined
}

/** One key of an order. All keys together must be unique, so end with the id; none may be null. */
export interface SortKey {
  readonly column: AnyColumn
  readonly down?: boolean
}

/** Rows after the cursor, in the order of `keys`: a row written meanwhile shifts no page. Throws `invalid` for a bad cursor. */
export function afterCursor(keys: readonly SortKey[], cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const values = readCursor(cursor, keys)
  return or(
    ...keys.map(({ column, down }, i) =>
      and(
        ...keys.slice(0, i).map((key, j) => eq(key.column, values[j])),
        (down ? lt : gt)(column, values[i]),
      ),
    ),
  )
}

export function orderOf(keys: readonly SortKey[]): SQL[] {
  return keys.map(({ column, down }) => (down ? desc(column) : asc(column)))
}

/** Cuts a result of `limit + 1` rows into the page and the cursor of the next one, null on the last page. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  keysOf: (row: T) => readonly (string | number | Date)[],
): { rows: T[]; next: string | null } {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  if (found.length <= limit || last === undefined) return { rows, next: null }
  return { rows, next: Buffer.from(JSON.stringify(keysOf(last))).toString('base64url') }
}

function readCursor(cursor: string, keys: readonly SortKey[]): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === keys.length)
      return keys.map(({ column }, i) => typed(column, values[i]))
  } catch {
    // Told below, like every other cursor that is none of ours.
  }
  throw new AppError('invalid', '翻页标记无效，请从第一页重新查看。')
}

function typed(column: AnyColumn, value: unknown): unknown {
  if (column.dataType === 'date' && typeof value === 'string' && !Number.isNaN(Date.parse(value)))
    return new Date(value)
  if (column.dataType === 'number' && typeof value === 'number') return value
  if (column.dataType === 'string' && typeof value === 'string') return uuidOnly(column, value)
  throw new Error('wrong type')
}

function uuidOnly(column: AnyColumn, value: string): string {
  if (column.getSQLType() === 'uuid' && !/^[0-9a-f-]{36}$/i.test(value)) throw new Error('no uuid')
  return value
}

import { getTableColumns, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db } from './client.ts'

/** Rows a statement: large enough to be quick, small enough for the embedded database's memory. */
const batch = 2000

/**
 * Inserts many rows as JSON, a statement for each batch: forty times quicker than one parameter a cell. Columns that the
 * first row does not name keep their defaults, so all rows name the same.
 */
export async function insertMany<T extends PgTable>(
  db: Db,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first)
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  )
  for (let at = 0; at < rows.length; at += batch) {
    const json = JSON.stringify(
      rows
        .slice(at, at + batch)
        .map((row) =>
          Object.fromEntries(
            columns.map(([key, column]) => [column.name, (row as Record<string, unknown>)[key]]),
          ),
        ),
    )
    await db.execute(
      sql`insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, ${json}::jsonb)`,
    )
  }
}

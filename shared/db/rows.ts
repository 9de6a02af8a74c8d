import type { SQL } from 'drizzle-orm'
import type { Db } from './client.ts'

/** Rows of a statement written by hand, whichever driver runs it: both answer with an object of `rows`. */
export async function rowsOf<Row = Readonly<Record<string, unknown>>>(
  db: Db,
  query: SQL,
): Promise<Row[]> {
  const result: unknown = await db.execute(query)
  return (result as { rows: Row[] }).rows
}

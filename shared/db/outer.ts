import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/**
 * A column of the outer query inside a subquery of a selected field. In a query of one table drizzle writes the columns
 * of such a field without their table, and the subquery would take another table's column of that name.
 */
export function outer(column: AnyColumn): SQL {
  return sql`${column}`
}

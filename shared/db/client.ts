import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { AppError } from '#shared/errors.ts'
import type * as schema from './schema/index.ts'

/** Any PostgreSQL, embedded or served, and any transaction on it. Queries take it first and never ask which. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>

export interface OpenDb {
  readonly db: Db
  close(): Promise<void>
}

/**
 * Opens `pglite:DIR` (embedded, one process; `pglite::memory:[IMAGE]` keeps nothing) or `postgres://…`, and brings its tables
 * up to date. With house rule 7 this is the only place that knows there are two of each.
 */
export async function openDb(url: string): Promise<OpenDb> {
  if (url.startsWith('pglite:')) {
    const { openLite } = await import('./pglite.ts')
    return openLite(url.slice('pglite:'.length))
  }
  if (url.startsWith('postgres:') || url.startsWith('postgresql:')) {
    const { openPool } = await import('./postgres.ts')
    return openPool(url)
  }
  throw new AppError('invalid', 'DATABASE_URL 须以 pglite: 或 postgres:// 开头。')
}

/** True when a statement failed on a unique key: somebody else wrote the same natural key first. */
export function isUniqueViolation(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause)
    if ('code' in e && e.code === '23505') return true
  return false
}

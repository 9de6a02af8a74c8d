import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import type { OpenDb } from './client.ts'
import { migrationsFolder } from './migrations.ts'
import * as schema from './schema/index.ts'

/** Any number; only equal among the processes that open one database. */
const migrationLock = 4_711_036

/** PostgreSQL by its URL. Several processes may start at once: one migrates, the others wait for it. */
export async function openPool(url: string): Promise<OpenDb> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000 })
  // An idle connection that the server drops is replaced on the next query; without a listener it would end the process.
  pool.on('error', () => {})
  try {
    await migrateOnce(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { db: drizzle(pool, { schema }), close: () => pool.end() }
}

async function migrateOnce(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await migrate(drizzle(client, { schema }), { migrationsFolder })
    await client.query('select pg_advisory_unlock($1)', [migrationLock])
  } finally {
    client.release()
  }
}

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describe, inject } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'

/** A new, empty, migrated database on the run's PostgreSQL; its own URL, for processes that open it themselves. */
export async function newPostgresUrl(): Promise<string> {
  const admin = new URL(inject('postgresUrl'))
  const name = `lvbo_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  await client.query(`create database ${name} template ${inject('postgresTemplate')}`)
  await client.end()
  admin.pathname = `/${name}`
  return admin.href
}

/** Address of a new, empty, migrated embedded database in memory. */
export const newLiteUrl = (): string => inject('liteUrl')

/** Runs a suite on the embedded database and on PostgreSQL: what passes on one must pass on the other. */
export function onBothDatabases(name: string, suite: (open: () => Promise<OpenDb>) => void): void {
  describe(`${name} (PGlite)`, () => suite(() => openDb(newLiteUrl())))
  onPostgres(`${name} (PostgreSQL)`, suite)
}

/** Runs a suite on PostgreSQL alone: where the whole run's minutes are worth more than the second database. */
export function onPostgres(name: string, suite: (open: () => Promise<OpenDb>) => void): void {
  describe(name, () => suite(async () => openDb(await newPostgresUrl())))
}

import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openDb } from '#shared/db/client.ts'
import { migrationsFolder } from '#shared/db/migrations.ts'
import { imageOf } from '#shared/db/pglite.ts'

const cache = fileURLToPath(new URL('../../node_modules/.cache/lvbo', import.meta.url))

/**
 * Path of the image of an empty, migrated embedded database. Made when the migrations or the database have changed: a
 * copy of it opens in a second, a new one in five.
 */
export async function liteImage(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await readFile(createRequire(import.meta.url).resolve('@electric-sql/pglite')))
  for (const name of (await readdir(migrationsFolder)).sort())
    if (name.endsWith('.sql')) hash.update(await readFile(join(migrationsFolder, name)))
  const path = join(cache, `pglite-${hash.digest('hex').slice(0, 16)}.tar`)
  if (existsSync(path)) return path
  await mkdir(cache, { recursive: true })
  // Two runs may begin at once: each writes its own, and the last to be ready stays.
  const half = `${path}.${randomUUID()}`
  await writeFile(half, await imageOf())
  await rename(half, path)
  return path
}

/** Makes an empty, migrated database on a PostgreSQL, to be copied by `create database … template`; answers its name. */
export async function makeTemplate(postgresUrl: string): Promise<string> {
  const name = `lvbo_template_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client(postgresUrl)
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  const { close } = await openDb(url.href)
  await close()
  return name
}

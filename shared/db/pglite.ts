import { openAsBlob } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import type { OpenDb } from './client.ts'
import { holdDirectory } from './hold.ts'
import { migrationsFolder } from './migrations.ts'
import * as schema from './schema/index.ts'

/**
 * The embedded database in `dir`, or in memory (`:memory:`, or `:memory:IMAGE` to begin as the data directory that
 * `imageOf` wrote). One process at a time: the folder is held while it is open.
 */
export async function openLite(dir: string): Promise<OpenDb> {
  const [, image] = /^:memory:(.*)$/.exec(dir) ?? []
  if (image !== undefined) {
    const loadDataDir = image === '' ? undefined : await openAsBlob(image)
    return opened(new PGlite({ ...(loadDataDir && { loadDataDir }) }), () => {})
  }
  const path = resolve(dir)
  await mkdir(dirname(path), { recursive: true })
  const release = await holdDirectory(path)
  try {
    return await opened(new PGlite(path), release)
  } catch (error) {
    await release()
    throw error
  }
}

/** The data directory of a new, migrated database, as a tar file: opening a copy of it saves the seconds of making one. */
export async function imageOf(): Promise<Uint8Array> {
  const client = new PGlite()
  const { close } = await opened(client, () => {})
  const dump = await client.dumpDataDir('none')
  await close()
  return new Uint8Array(await dump.arrayBuffer())
}

async function opened(client: PGlite, release: () => void | Promise<void>): Promise<OpenDb> {
  const db = drizzle(client, { schema })
  await migrate(db, { migrationsFolder })
  const close = async () => {
    await client.close()
    await release()
  }
  return { db, close }
}

import { createHmac, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The key of this installation's pseudonyms: made on first use, readable by its owner only, never logged. */
export async function installationKey(dataDir: string): Promise<Buffer> {
  const file = join(dataDir, 'pseudonym.key')
  await mkdir(dataDir, { recursive: true })
  // Two processes may start at once: whoever writes first wins, both read the same.
  await writeFile(file, randomBytes(32), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  return readFile(file)
}

/** The salt of the month an instant falls in: names cannot be followed for longer than that (design: rotating salt). */
export function monthlySalt(key: Buffer, at: Date): Buffer {
  return createHmac('sha256', key).update(at.toISOString().slice(0, 7)).digest()
}

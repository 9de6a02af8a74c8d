import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
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

/** A key for one purpose, derived from the installation's, so that no two purposes share one. */
export function keyFor(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `lvbo ${purpose}`, 32))
}

/** AES-256-GCM; the text is version, nonce, tag and cipher, base64url. */
export function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** The text that was sealed with this key; throws when it was not, or was changed since. */
export function unseal(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed.replace(/^1\./, ''), 'base64url')
  const plain = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  plain.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([plain.update(bytes.subarray(28)), plain.final()]).toString('utf8')
}

/** Keyed, so that the few possible identity numbers cannot be tried against a stolen table. */
export function digestOf(key: Buffer, text: string): string {
  return createHmac('sha256', keyFor(key, 'digest')).update(text).digest('hex')
}

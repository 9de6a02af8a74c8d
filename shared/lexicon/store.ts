import { createHash, randomUUID, webcrypto } from 'node:crypto'
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { readFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'

/** Files kept, those used last; the largest have about 40 MB. */
const mostKept = 4
/** Whoever is still writing is done by then. */
const unfinishedMs = 3600_000
const unfinished = '.tmp'
/** Before every part its length, 0 behind the last one, and its SHA-256. */
const lengthBytes = 4
const digestBytes = 32

/**
 * The parts kept under a name, read one after the other without holding up the event loop; null when there are none or
 * the file is not as it was written. What is kept can be made again, so nothing that goes wrong here is told.
 */
export async function readKept(dir: string, name: string): Promise<unknown[] | null> {
  const path = join(dir, name)
  const parts: unknown[] = []
  try {
    const bytes = await readFile(path)
    for (let at = 0; ; ) {
      const length = bytes.readUInt32LE(at)
      at += lengthBytes
      if (length === 0) break
      const digest = bytes.subarray(at, at + digestBytes)
      const part = bytes.subarray(at + digestBytes, at + digestBytes + length)
      // Aside, for the largest takes long.
      const found = await webcrypto.subtle.digest('SHA-256', part)
      if (!digest.equals(new Uint8Array(found))) return null
      parts.push(deserialize(part))
      at += digestBytes + length
    }
    const now = new Date()
    // A folder that may only be read is none the worse for it.
    await utimes(path, now, now).catch(() => undefined)
    return parts
  } catch {
    return null
  }
}

/** Keeps parts under a name, whole or not at all, and forgets what was not used for longest. Several processes may do so. */
export function keep(dir: string, name: string, parts: Iterable<unknown>): void {
  const written = join(dir, `${name}-${randomUUID()}${unfinished}`)
  try {
    mkdirSync(dir, { recursive: true })
    const file = openSync(written, 'wx')
    try {
      for (const part of parts) {
        const bytes = serialize(part)
        writeFileSync(file, lengthOf(bytes.length))
        writeFileSync(file, createHash('sha256').update(bytes).digest())
        writeFileSync(file, bytes)
      }
      writeFileSync(file, lengthOf(0))
    } finally {
      closeSync(file)
    }
    renameSync(written, join(dir, name))
    forget(dir)
  } catch {
    // A full disk or a folder that may not be written: it is made again when it is wanted.
    discard(written)
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // It could not be written either.
  }
}

function lengthOf(count: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes)
  bytes.writeUInt32LE(count)
  return bytes
}

function forget(dir: string): void {
  const files = readdirSync(dir).map((name) => {
    const path = join(dir, name)
    return { path, usedMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }
  })
  const isUnfinished = ({ path }: { path: string }) => path.endsWith(unfinished)
  const old = files
    .filter((file) => !isUnfinished(file))
    .sort((a, b) => b.usedMs - a.usedMs)
    .slice(mostKept)
  const left = files.filter((file) => isUnfinished(file) && file.usedMs < Date.now() - unfinishedMs)
  for (const { path } of [...old, ...left]) rmSync(path, { force: true })
}

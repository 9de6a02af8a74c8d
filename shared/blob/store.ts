import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '#shared/errors.ts'

export interface BlobStat {
  readonly bytes: number
  readonly modifiedAt: Date
}

/** Files under keys such as `clips/<id>/preview.mp4`. */
export interface Blobs {
  /** Stores a file or a stream under a key, whole or not at all, and returns its SHA-256. Replaces what was there. */
  put(
    key: string,
    source: string | AsyncIterable<Uint8Array>,
  ): Promise<{ sha256: string; bytes: number }>
  /** Where the blob lies, for programs that read files themselves; whether it is there is another question. */
  path(key: string): string
  /** The bytes, or a range with an exclusive end. Throws AppError 'not_found'. */
  read(key: string, range?: { start: number; end: number }): Promise<Readable>
  stat(key: string): Promise<BlobStat | null>
  /** Removes a blob; one that is not there is no error. */
  delete(key: string): Promise<void>
  /** Keys that begin with a prefix, sorted. */
  list(prefix?: string): Promise<string[]>
  /** Room left for new blobs. */
  freeBytes(): Promise<number>
}

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/
const unfinished = '.tmp-'
const isUnfinished = (name: string) => name.split('/').at(-1)?.startsWith(unfinished) === true

/** A blob key is made by us, of plain segments: nothing in it may climb out of the store. Throws AppError 'invalid'. */
export function checkKey(key: string): string {
  const parts = key.split('/')
  if (parts.length > 8 || !parts.every((part) => segment.test(part))) {
    throw new AppError('invalid', '存储键只能由字母、数字、点、横线、下划线和斜杠组成。')
  }
  return key
}

// Another process may be writing: only what nobody can still be busy with is swept.
const staleMs = 24 * 3600_000

/** Opens a directory as a store, making it when it is not there and sweeping out what a crash left half-written a day ago. */
export async function openBlobs(dir: string, now = new Date()): Promise<Blobs> {
  const root = resolve(dir)
  await mkdir(root, { recursive: true })
  const at = (key: string) => join(root, ...checkKey(key).split('/'))
  for (const name of (await files(root)).filter(isUnfinished)) {
    const found = await stat(join(root, name)).catch(() => null)
    if (found && now.getTime() - found.mtimeMs > staleMs)
      await rm(join(root, name), { force: true })
  }

  return {
    path: at,
    put: (key, source) => putFile(at(key), source),
    async read(key, range) {
      const file = at(key)
      const found = await stat(file).catch(() => null)
      if (!found?.isFile()) throw new AppError('not_found', '文件不在存储中，可能已到保存期限。')
      return range
        ? createReadStream(file, { start: range.start, end: range.end - 1 })
        : createReadStream(file)
    },
    async stat(key) {
      const found = await stat(at(key)).catch(() => null)
      return found?.isFile() ? { bytes: found.size, modifiedAt: found.mtime } : null
    },
    delete: (key) => rm(at(key), { force: true }),
    async list(prefix = '') {
      const names = await files(root)
      return names.filter((name) => name.startsWith(prefix) && !isUnfinished(name)).sort()
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(root)
      return bavail * bsize
    },
  }
}

/** Bytes go to a name of their own beside the target and are forced to disk before they take its place. */
async function putFile(target: string, source: string | AsyncIterable<Uint8Array>) {
  const folder = dirname(target)
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `${unfinished}${randomUUID()}`)
  const hash = createHash('sha256')
  let bytes = 0
  const chunks = typeof source === 'string' ? createReadStream(source) : source
  const file = await open(temporary, 'wx')
  try {
    for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
      hash.update(chunk)
      bytes += chunk.length
      await file.writeFile(chunk)
    }
    await file.sync()
    await file.close()
    await rename(temporary, target)
    await syncFolder(folder)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(temporary, { force: true })
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw new AppError('unavailable', '磁盘已满，请先清理空间再继续。', { cause: error })
    }
    throw error
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** A rename is only kept over a power cut when its folder is written too. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function files(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
}

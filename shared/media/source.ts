import { createReadStream } from 'node:fs'
import { type FileHandle, open as openFile } from 'node:fs/promises'
import { Readable } from 'node:stream'

/** A stretch of a file; `end` is exclusive. */
export interface Part {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** Bytes in order, from one file or from the segments of a playlist: one stream to everything that reads it. */
export type Parts = readonly Part[]

export function byteLength(parts: Parts): number {
  return parts.reduce((sum, part) => sum + part.end - part.start, 0)
}

/** The bytes from `from` on, counted over all parts, in chunks of at most 1 MiB. */
export async function* readParts(
  parts: Parts,
  from = 0,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  let skip = from
  for (const part of parts) {
    const length = part.end - part.start
    if (skip >= length) {
      skip -= length
      continue
    }
    const start = part.start + skip
    skip = 0
    const options = { start, end: part.end - 1, highWaterMark: 1 << 20 }
    const stream = createReadStream(part.path, signal ? { ...options, signal } : options)
    for await (const chunk of stream) yield chunk as Buffer
  }
}

/** The first bytes, at most `length`. */
export async function readHead(parts: Parts, length: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let have = 0
  for await (const chunk of readParts(parts)) {
    chunks.push(chunk)
    have += chunk.length
    if (have >= length) break
  }
  return Buffer.concat(chunks).subarray(0, length)
}

/** Random access to the same bytes, one file open at a time. */
export function openParts(parts: Parts) {
  let open: { path: string; file: FileHandle } | null = null

  async function fileOf(path: string): Promise<FileHandle> {
    if (open?.path !== path) {
      await open?.file.close()
      open = null
      open = { path, file: await openFile(path, 'r') }
    }
    return open.file
  }

  /** At most `length` bytes from `pos` on, not beyond the part that holds it. */
  async function readAt(pos: number, length: number): Promise<Buffer> {
    let at = pos
    for (const { path, start, end } of parts) {
      if (at < end - start) {
        const want = Math.min(length, end - start - at)
        const file = await fileOf(path)
        const { buffer, bytesRead } = await file.read(Buffer.alloc(want), 0, want, start + at)
        return buffer.subarray(0, bytesRead)
      }
      at -= end - start
    }
    return Buffer.alloc(0)
  }

  return { bytes: byteLength(parts), readAt, close: async () => open?.file.close() }
}

/** A stream for a child's standard input. Small chunks are joined by the pipe, so none are buffered here. */
export function toStream(chunks: AsyncIterable<Buffer>): Readable {
  return Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 20 })
}

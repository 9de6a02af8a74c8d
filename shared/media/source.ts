import { createReadStream } from 'node:fs'
import { type FileHandle, open as openFile } from 'node:fs/promises'
import { Readable } from 'node:stream'

/** A stretch of a file; `end` is exclusive. */
export interface Part {
  readonly path: string
  readonly start: number
  readonly end: number
  /** Where bytes that are none of the recording's lie between its packets; `start` and `end` leave them out. */
  readonly spacing?: Spacing
}

/** Packets of so many bytes that begin `stride` bytes apart, the first of them at `first`. */
export interface Spacing {
  readonly first: number
  readonly stride: number
  readonly packetBytes: number
}

/** Bytes in order, from one file or from the segments of a playlist: one stream to everything that reads it. */
export type Parts = readonly Part[]

export function byteLength(parts: Parts): number {
  return parts.reduce((sum, part) => sum + part.end - part.start, 0)
}

/** Whole packets of MPEG-TS: one torn between two chunks costs a copy of the chunk. */
const chunkBytes = 5577 * 188

/** The bytes from `from` on, counted over all parts, in chunks of about 1 MiB. */
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
    const start = fileByte(part, part.start + skip)
    skip = 0
    const options = { start, end: fileByte(part, part.end - 1), highWaterMark: chunkBytes }
    const stream = createReadStream(part.path, signal ? { ...options, signal } : options)
    let at = start
    for await (const chunk of stream) {
      yield part.spacing ? packetsOf(chunk, at - part.spacing.first, part.spacing) : chunk
      at += chunk.length
    }
  }
}

function fileByte({ spacing }: Part, at: number): number {
  if (!spacing) return at
  const { first, stride, packetBytes } = spacing
  return first + Math.floor(at / packetBytes) * stride + (at % packetBytes)
}

/** What of a chunk are packets; `from` is where it begins, counted from the first packet. */
function packetsOf(chunk: Buffer, from: number, { stride, packetBytes }: Spacing): Buffer {
  const kept: Buffer[] = []
  for (let at = -(from % stride); at < chunk.length; at += stride)
    kept.push(chunk.subarray(Math.max(0, at), Math.max(0, at + packetBytes)))
  return Buffer.concat(kept)
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
    for (const part of parts) {
      const { path, start, end, spacing } = part
      if (at < end - start) {
        const until = Math.min(start + at + length, end)
        const from = fileByte(part, start + at)
        const want = fileByte(part, until - 1) + 1 - from
        const file = await fileOf(path)
        const { buffer, bytesRead } = await file.read(Buffer.alloc(want), 0, want, from)
        const read = buffer.subarray(0, bytesRead)
        return spacing ? packetsOf(read, from - spacing.first, spacing) : read
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

import { type FileHandle, open } from 'node:fs/promises'

/** What a walk over an MP4's top-level boxes shows (ISO 14496-12), without reading the media. */
export interface Mp4Boxes {
  readonly moov: boolean
  readonly moofs: number
  /** Bytes of the file's beginning that a reader of any fragment needs: up to the end of the first moov. */
  readonly initBytes: number
  readonly brands: string
  readonly soundOnly: boolean
  /** The last box ends after the file does. */
  readonly truncated: boolean
  readonly encrypted: boolean
}

const maxMoov = 64 * 1024 * 1024

/** Walks the top-level boxes, a few bytes each. */
export async function walkMp4(path: string): Promise<Mp4Boxes> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const found = { moov: false, moofs: 0, initBytes: 0, brands: '', soundOnly: false }
    let [truncated, encrypted] = [false, false]
    for (let at = 0; at + 8 <= size; ) {
      const box = await boxAt(file, at, size)
      if (!box) {
        truncated = true
        break
      }
      if (box.type === 'ftyp' || box.type === 'styp')
        found.brands ||= await brands(file, at, box.end)
      if (box.type === 'moov' && box.end <= size) {
        if (!found.moov) found.initBytes = box.end
        found.moov = true
        const body = await readAt(file, at, Math.min(box.end - at, maxMoov))
        found.soundOnly = body.includes('soun') && !body.includes('vide')
        encrypted ||= body.includes('encv') || body.includes('enca')
      }
      if (box.type === 'moof') found.moofs += 1
      if (box.end > size) truncated = true
      at = box.end
    }
    return { ...found, truncated, encrypted }
  } finally {
    await file.close()
  }
}

async function boxAt(file: FileHandle, at: number, size: number) {
  const head = await readAt(file, at, 16)
  if (head.length < 8) return null
  const type = head.toString('latin1', 4, 8)
  if (!/^[\x20-\x7e©]{4}$/.test(type)) return null
  let length = head.readUInt32BE(0)
  if (length === 1 && head.length >= 16) length = Number(head.readBigUInt64BE(8))
  if (length === 0) length = size - at
  return length >= 8 ? { type, end: at + length } : null
}

async function brands(file: FileHandle, at: number, end: number): Promise<string> {
  const body = await readAt(file, at + 8, Math.min(end - at - 8, 64))
  return body.toString('latin1')
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

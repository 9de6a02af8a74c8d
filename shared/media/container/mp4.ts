import { openParts, type Parts } from '../source.ts'

/** What a walk over an MP4's top-level boxes shows (ISO 14496-12), without reading the media. */
export interface Mp4Boxes {
  readonly moov: boolean
  /** Where each fragment begins. */
  readonly moofs: readonly number[]
  /** End of the first moov: what a reader of any fragment needs before it. */
  readonly initBytes: number
  readonly soundOnly: boolean
  /** The last box ends after the file does, or something that is no box follows. */
  readonly truncated: boolean
  readonly encrypted: boolean
  /** More than one index: files written one behind the other, of which readers see the first. */
  readonly joined: boolean
}

const maxMoovBytes = 64 * 1024 * 1024
const maxBoxes = 1_000_000

/** Walks the top-level boxes, a few bytes each. */
export async function walkMp4(parts: Parts): Promise<Mp4Boxes> {
  const moofs: number[] = []
  let [initBytes, soundOnly, truncated, encrypted] = [0, false, false, false]
  let indexes = 0
  const file = openParts(parts)
  try {
    let at = 0
    for (let n = 0; at + 8 <= file.bytes && !truncated; n += 1) {
      const box = boxHead(await file.readAt(at, 16), file.bytes - at)
      if (!box || n > maxBoxes) {
        truncated = true
        break
      }
      const end = at + box.bytes
      truncated = end > file.bytes
      if (box.type === 'moof' && !truncated) moofs.push(at)
      if (box.type === 'moov' && !truncated) indexes += 1
      if (box.type === 'moov' && initBytes === 0 && !truncated) {
        const body = await file.readAt(at, Math.min(box.bytes, maxMoovBytes))
        initBytes = end
        soundOnly = body.includes('soun') && !body.includes('vide')
        encrypted = body.includes('encv') || body.includes('enca')
      }
      at = end
    }
    // Less than a box's head is left.
    truncated ||= at < file.bytes
  } finally {
    await file.close()
  }
  const joined = indexes > 1
  return { moov: initBytes > 0, moofs, initBytes, soundOnly, truncated, encrypted, joined }
}

export interface BoxHead {
  readonly type: string
  /** Length with its head; a box that runs to the end of the file is given what is left. */
  readonly bytes: number
  readonly headBytes: number
}

/** Reads a box's head, or null where there is none. */
export function boxHead(head: Buffer, left: number): BoxHead | null {
  if (head.length < 8) return null
  const type = head.toString('latin1', 4, 8)
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return null
  const short = head.readUInt32BE(0)
  if (short === 0) return { type, bytes: left, headBytes: 8 }
  if (short !== 1) return short >= 8 ? { type, bytes: short, headBytes: 8 } : null
  if (head.length < 16) return null
  const bytes = Number(head.readBigUInt64BE(8))
  return bytes >= 16 ? { type, bytes, headBytes: 16 } : null
}

/** The boxes directly inside a stretch of bytes. */
export function* childBoxes(
  data: Buffer,
  from = 0,
): Generator<{ type: string; at: number; body: Buffer }> {
  for (let at = from; at + 8 <= data.length; ) {
    const box = boxHead(data.subarray(at, at + 16), data.length - at)
    if (!box || at + box.bytes > data.length) return
    yield { type: box.type, at, body: data.subarray(at + box.headBytes, at + box.bytes) }
    at += box.bytes
  }
}

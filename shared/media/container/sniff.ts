import { findFlvTag } from './flv.ts'
import { tsSpacing } from './mpegts.ts'

/** What the first bytes are. `mp4` is the whole family; whether it is fragmented shows in its boxes. */
export type Sniffed =
  | { kind: 'flv' | 'mp4' | 'ts' | 'mkv' | 'hls' | 'other' }
  | { kind: 'empty' | 'page' | 'text' | 'blank' | 'unknown' }

const boxes = new Set([
  ...['ftyp', 'styp', 'moov', 'moof', 'mdat', 'sidx', 'emsg', 'free', 'skip', 'wide', 'pdin'],
  ...['uuid', 'prft'],
])

/** Tells the container from its first 256 KiB, never from the file's name. */
export function sniff(head: Buffer): Sniffed {
  if (head.length === 0) return { kind: 'empty' }
  const ascii = head.subarray(0, 16).toString('latin1')
  if (ascii.startsWith('FLV\x01')) return { kind: 'flv' }
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return { kind: 'mkv' }
  if (boxes.has(ascii.slice(4, 8))) return { kind: 'mp4' }
  if (isOther(head, ascii)) return { kind: 'other' }
  const text = asText(head)
  if (text !== null) {
    if (text.startsWith('#EXTM3U')) return { kind: 'hls' }
    return { kind: /^<(!doctype|html|head|body|script|\?xml)/i.test(text) ? 'page' : 'text' }
  }
  if (/^(\xff\xfe.\0|\xfe\xff\0.)/s.test(ascii)) return { kind: 'text' }
  if (head.every((byte) => byte === 0)) return { kind: 'blank' }
  // Last, because both are found anywhere in the first bytes: the head of the file may be gone.
  if (tsSpacing(head) !== undefined) return { kind: 'ts' }
  if (findFlvTag(head, 0) >= 0) return { kind: 'flv' }
  return { kind: 'unknown' }
}

function isOther(head: Buffer, ascii: string): boolean {
  if (/^(ID3|OggS|fLaC|FORM|caff|#!AMR|RIFF....(WAVE|AVI ))/s.test(ascii)) return true
  if (head.length < 4) return false
  const word = head.readUInt32BE(0)
  // ASF, MPEG program stream; then an MPEG audio or ADTS frame with a sane header.
  if (word === 0x3026b275 || word === 0x000001ba) return true
  // Layer I does not occur; its pattern is that of a UTF-16 byte order mark.
  const audioFrame = word >>> 21 === 0x7ff && ((word >>> 17) & 3) !== 3
  return audioFrame && ((word >>> 12) & 15) !== 15 && ((word >>> 10) & 3) !== 3
}

/** The beginning as text without byte order mark and blanks, or null when it holds control characters. */
function asText(head: Buffer): string | null {
  const sample = head.subarray(0, 4096)
  for (const byte of sample) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12) return null
  }
  return sample
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
}

import { TextDecoder } from 'node:util'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/**
 * The encoding the first bytes of a text speak for, null while they are plain ASCII. A byte order mark decides; without one UTF-16
 * is told by its zero bytes, and GB18030 is what is not UTF-8 (a few broken bytes in UTF-8 do not make it GB18030).
 */
export function detectEncoding(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  let beyondAscii = 0
  const zeros = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
    else if (byte > 0x7f) beyondAscii++
  }
  const [even = 0, odd = 0] = zeros
  if (odd > bytes.length / 10 && odd > even * 4) return 'utf-16le'
  if (even > bytes.length / 10 && even > odd * 4) return 'utf-16be'
  if (beyondAscii === 0) return null
  // `stream` keeps a character cut off at the end of the head from counting as an error.
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  let broken = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) broken++
  return broken * 4 > beyondAscii ? 'gb18030' : 'utf-8'
}

/** Turns the bytes of one file into text piece by piece; the encoding is settled by the first piece that is more than ASCII. */
export function textDecoder(): (bytes: Uint8Array) => string {
  let decoder: TextDecoder | null = null
  return (bytes) => {
    if (!decoder) {
      const encoding = detectEncoding(bytes)
      if (!encoding)
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
      decoder = new TextDecoder(encoding)
    }
    return decoder.decode(bytes, { stream: true })
  }
}

/** What a text file was written in. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/**
 * Text of a file whose encoding nobody wrote down: by its mark, by the zeros of UTF-16, else UTF-8 unless
 * GB18030 explains the bytes better. A character torn off at the end does not count against UTF-8.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const encoding = marked(bytes) ?? wide(bytes) ?? narrow(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  return { text: text.replace(/\0/g, ''), encoding }
}

function marked([a, b, c]: Uint8Array): Encoding | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return undefined
}

/** Digits and line ends, which every caption file is full of, are half zeros in UTF-16. */
function wide(bytes: Uint8Array): Encoding | undefined {
  const head = bytes.subarray(0, 4096)
  const zeros: [number, number] = [0, 0]
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2 === 0 ? 0 : 1]++
  if (zeros[0] + zeros[1] < head.length / 5) return undefined
  return zeros[1] > zeros[0] ? 'utf-16le' : 'utf-16be'
}

function narrow(bytes: Uint8Array): Encoding {
  const broken = (encoding: Encoding) =>
    new TextDecoder(encoding).decode(bytes).split('\ufffd').length - 1
  const utf8 = broken('utf-8')
  return utf8 > 1 && broken('gb18030') < utf8 ? 'gb18030' : 'utf-8'
}

const prime = 0x100000001b3n
const offset = 0xcbf29ce484222325n

/**
 * Sixteen hex digits that stand for a text: FNV-1a over UTF-16 units, 64 bits, and one mixing round so that short,
 * similar texts spread evenly. To name and to draw by; never evidence (that is SHA-256).
 */
export function fingerprint(text: string): string {
  let hash = offset
  for (let i = 0; i < text.length; i += 1)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * prime)
  hash ^= hash >> 33n
  hash = BigInt.asUintN(64, hash * 0xff51afd7ed558ccdn)
  hash ^= hash >> 33n
  return hash.toString(16).padStart(16, '0')
}

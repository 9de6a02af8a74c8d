const basis = 0x811c9dc5

/**
 * FNV-1a over the UTF-16 units of a text from `start` to `end`, as 32 bits, going on from what came `before`: the hash
 * of a name is that of its first part and then of the rest. Of 100,000 names about one shares its number.
 */
export function hash(text: string, before = basis, start = 0, end = text.length): number {
  let value = before
  for (let i = start; i < end; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

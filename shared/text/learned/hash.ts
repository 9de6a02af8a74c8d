/** FNV-1a over UTF-16 units: the name of a feature as a number of 32 bits. Of 100,000 names about one shares its number. */
export function hash(name: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193)
  return value >>> 0
}

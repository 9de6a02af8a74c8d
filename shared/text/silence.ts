/**
 * Short texts in which nothing of a lexicon stands: in a room the same comments come again and again (1, 来了, 已拍),
 * and need not be read again. What is longer is hardly ever repeated, and as a part of a larger string would keep all of
 * that in memory (V8 copies up to 12 units only). Of two texts that have the same place the later one stays.
 */
export class Silence {
  private readonly texts: string[] = new Array(places).fill('')

  has(text: string): boolean {
    return text.length <= longest && this.texts[placeOf(text)] === text
  }

  add(text: string): void {
    if (text.length <= longest) this.texts[placeOf(text)] = text
  }
}

const longest = 12
const places = 1 << 15

/** FNV-1a over the units, its high bits folded onto the low ones. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & (places - 1)
}

/**
 * Short texts in which nothing of a lexicon stands: in a room the same comments come again and again (1, 来了, 已拍),
 * and need not be read again. What is longer is hardly ever repeated, and as a part of a larger string would keep all of
 * that in memory (V8 copies up to 12 units only).
 */
export class Silence {
  private texts = new Set<string>()

  has(text: string): boolean {
    return text.length <= longest && this.texts.has(text)
  }

  add(text: string): void {
    if (text.length > longest) return
    if (this.texts.size === kept) this.texts.clear()
    this.texts.add(text)
  }
}

const longest = 12
const kept = 20_000

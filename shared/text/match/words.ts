/** Words found in a text, four numbers each: word, start, end, how. Used again for every text. */
export class Words {
  list = new Int32Array(1024)
  count = 0

  clear(): void {
    this.count = 0
    // One hostile text must not hold its memory for ever.
    if (this.list.length > 1 << 20) this.list = new Int32Array(1024)
  }

  addWord(word: number, start: number, end: number, how: number): void {
    const at = this.count * 4
    if (at + 4 > this.list.length) this.list = widened(this.list)
    this.list[at] = word
    this.list[at + 1] = start
    this.list[at + 2] = end
    this.list[at + 3] = how
    this.count++
  }
}

/** Twice as much room for the same numbers. */
export function widened(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(list.length * 2)
  wider.set(list)
  return wider
}

/** Free places tried for the children of one state before the next such search begins beyond them. */
const maxTries = 64

/** The double array while it is built: what stands at each place, and where the next free one is. */
export class Cells {
  /** Two numbers a place: what the state says, and the state before it plus one; both 0 where it is free. */
  cells = new Int32Array(2 * 4096)
  /** By place: its entry plus one. */
  entry = new Int32Array(4096)
  top = 0
  private taken = new Uint8Array(4096)
  /** The next place at or after this one that may be free, less this one. */
  private skip = new Int32Array(4096)
  /** Before this place there is hardly room for several children. */
  private crowded = 0

  constructor() {
    this.take(0, -1)
  }

  /**
   * A base such that each of the first `count` classes, in rising order, finds its place free. A single child fills the
   * first gap; several begin behind where earlier ones were long in finding room.
   */
  placeFor(classes: Uint16Array, count: number): number {
    const lowest = classes[0] as number
    let cell = this.freeFrom(Math.max(lowest + 1, count === 1 ? 0 : this.crowded))
    for (let tries = 1; !this.areFree(cell - lowest, classes, count); tries++) {
      if (tries === maxTries) this.crowded = cell
      cell = this.freeFrom(cell + 1)
    }
    return cell - lowest
  }

  /** Whether the classes beyond the first find their places free. */
  private areFree(base: number, classes: Uint16Array, count: number): boolean {
    for (let k = 1; k < count; k++)
      if (this.taken[base + (classes[k] as number)] === 1) return false
    return true
  }

  /** The first free place from `cell` on; ways already walked are shortened. */
  private freeFrom(cell: number): number {
    const { taken, skip } = this
    let free = cell
    while (taken[free] === 1) free += Math.max(1, skip[free] as number)
    for (let at = cell; at < free; ) {
      const next = at + Math.max(1, skip[at] as number)
      skip[at] = free - at
      at = next
    }
    return free
  }

  take(cell: number, owner: number): void {
    while (cell >= this.taken.length) this.grow(this.taken.length * 2)
    this.taken[cell] = 1
    this.cells[cell * 2 + 1] = owner
    this.top = Math.max(this.top, cell)
  }

  private grow(places: number): void {
    this.cells = sized(this.cells, places * 2)
    this.entry = sized(this.entry, places)
    this.skip = sized(this.skip, places)
    const taken = new Uint8Array(places)
    taken.set(this.taken)
    this.taken = taken
  }
}

/** The same numbers in an array of another size, 0 where there were none. */
export function sized(list: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(size)
  out.set(list.subarray(0, size))
  return out
}

/** An array of numbers that is zero wherever it was not set. */
export class Growing {
  private list = new Int32Array(4096)

  get(at: number): number {
    return this.list[at] ?? 0
  }

  set(at: number, value: number): void {
    if (at >= this.list.length) {
      const wider = new Int32Array(at * 2)
      wider.set(this.list)
      this.list = wider
    }
    this.list[at] = value
  }

  sized(size: number): Int32Array {
    const out = new Int32Array(size)
    out.set(this.list.subarray(0, size))
    return out
  }
}

/** Free places tried for the children of one state before the next such search begins beyond them. */
const maxTries = 64

/** Places of the double array while it is built: who owns each, and where the next free one is. */
export class Cells {
  owner = new Int32Array(4096)
  /** The next place at or after this one that may be free, less this one. */
  private skip = new Int32Array(4096)
  top = 0
  /** Before this place there is hardly room for several children. */
  private crowded = 0

  constructor() {
    this.take(0, -1)
  }

  /**
   * A base such that every class (given in rising order) finds its place free. A single child fills the first gap;
   * several begin behind where earlier ones were long in finding room.
   */
  placeFor(classes: readonly number[]): number {
    const lowest = classes[0] as number
    const isAlone = classes.length === 1
    let cell = this.freeFrom(Math.max(lowest + 1, isAlone ? 0 : this.crowded))
    for (let tries = 1; !classes.every((c) => this.isFree(cell - lowest + c)); tries++) {
      if (tries === maxTries) this.crowded = cell
      cell = this.freeFrom(cell + 1)
    }
    return cell - lowest
  }

  isOwnedBy(cell: number, owner: number): boolean {
    return this.owner[cell] === owner
  }

  isFree(cell: number): boolean {
    return cell >= this.owner.length || this.owner[cell] === 0
  }

  /** The first free place from `cell` on; ways already walked are shortened. */
  freeFrom(cell: number): number {
    let free = cell
    while (!this.isFree(free)) free += Math.max(1, this.skip[free] as number)
    for (let at = cell; at < free; ) {
      const next = at + Math.max(1, this.skip[at] as number)
      this.skip[at] = free - at
      at = next
    }
    return free
  }

  take(cell: number, owner: number): void {
    while (cell >= this.owner.length) {
      const wider = [new Int32Array(cell * 2), new Int32Array(cell * 2)] as const
      wider[0].set(this.owner)
      wider[1].set(this.skip)
      ;[this.owner, this.skip] = wider
    }
    this.owner[cell] = owner
    this.top = Math.max(this.top, cell)
  }
}

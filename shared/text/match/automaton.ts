/**
 * Aho–Corasick over UTF-16 units (Aho & Corasick 1975) with its goto function in a double array (Aoe 1989): a few
 * typed arrays, nothing allocated while matching, every overlapping occurrence reported.
 */
export interface Automaton {
  /** Length of each entry in units, by its number. */
  readonly lengths: Uint16Array
  readonly classOf: Uint16Array
  readonly base: Int32Array
  readonly check: Int32Array
  readonly fail: Int32Array
  /** Entry that ends in a state, or -1. */
  readonly entry: Int32Array
  /** Next shorter state (along failures) in which an entry ends, or 0. */
  readonly shorter: Int32Array
}

/** Told of one occurrence: the number of the entry and the unit after its last. */
export type OnHit = (entry: number, end: number) => void

/** Builds the automaton of these entries; empty ones never match, equal ones are reported under the first's number. */
export function buildAutomaton(entries: readonly Uint16Array[]): Automaton {
  const lengths = Uint16Array.from(entries, ({ length }) => length)
  const texts = entries.map((units) => String.fromCharCode(...units))
  // In the order of their units, entries that begin alike stand together: a state is a stretch of this list.
  const sorted = Uint32Array.from(texts.keys()).filter((i) => texts[i] !== '')
  sorted.sort((i, k) => compare(texts[i] ?? '', texts[k] ?? '') || i - k)
  return new Builder(lengths, texts, sorted).build()
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Frequent units get small classes, which packs the double array. */
function classesOf(texts: readonly string[]): Uint16Array {
  const uses = new Uint32Array(65_536)
  for (const text of texts)
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      uses[unit] = (uses[unit] as number) + 1
    }
  const used = Array.from(uses.keys()).filter((unit) => (uses[unit] as number) > 0)
  used.sort((a, b) => (uses[b] as number) - (uses[a] as number) || a - b)
  const classOf = new Uint16Array(65_536)
  used.forEach((unit, i) => {
    classOf[unit] = i + 1
  })
  return classOf
}

/** A state while it is built: where its entries stand in the sorted list, and its place in the double array. */
interface State {
  readonly from: number
  readonly to: number
  readonly depth: number
  readonly place: number
}

class Builder {
  private readonly cells = new Cells()
  private readonly classOf: Uint16Array
  private readonly lengths: Uint16Array
  private readonly texts: readonly string[]
  private readonly sorted: Uint32Array
  /** Base of every place, its failure, its entry plus one, and the next shorter one. */
  private readonly base = new Growing()
  private readonly fail = new Growing()
  private readonly entry = new Growing()
  private readonly shorter = new Growing()

  constructor(lengths: Uint16Array, texts: readonly string[], sorted: Uint32Array) {
    this.lengths = lengths
    this.texts = texts
    this.sorted = sorted
    this.classOf = classesOf(texts)
  }

  /** Breadth first, so that the failure of a state, which is nearer the root, has its place before it. */
  build(): Automaton {
    let states: State[] = [{ from: 0, to: this.sorted.length, depth: 0, place: 0 }]
    while (states.length > 0) states = states.flatMap((state) => this.addChildren(state))
    const { top, owner } = this.cells
    // A look-up may reach one class beyond the last state.
    const size = top + 2 + this.classOf.reduce((most, c) => Math.max(most, c), 0)
    const check = new Int32Array(size)
    check.set(owner.subarray(0, top + 1))
    return {
      lengths: this.lengths,
      classOf: this.classOf,
      check,
      base: this.base.sized(size),
      fail: this.fail.sized(size),
      entry: this.entry.sized(size).map((number) => number - 1),
      shorter: this.shorter.sized(size),
    }
  }

  private unit(i: number, depth: number): number {
    return (this.texts[this.sorted[i] as number] ?? '').charCodeAt(depth)
  }

  /** Gives the states one unit longer their places, failures and entries. */
  private addChildren({ from, to, depth, place }: State): State[] {
    const children: { unit: number; from: number; to: number }[] = []
    let at = from
    // Entries that end here come first.
    while (at < to && this.lengths[this.sorted[at] as number] === depth) at++
    while (at < to) {
      const unit = this.unit(at, depth)
      const begun = at
      while (at < to && this.unit(at, depth) === unit) at++
      children.push({ unit, from: begun, to: at })
    }
    if (children.length === 0) return []
    const classes = children.map(({ unit }) => this.classOf[unit] as number)
    const base = this.cells.placeFor(classes.toSorted((a, b) => a - b))
    this.base.set(place, base)
    return children.map((child, i) => {
      const cell = base + (classes[i] as number)
      this.cells.take(cell, place + 1)
      const first = this.sorted[child.from] as number
      if (this.lengths[first] === depth + 1) this.entry.set(cell, first + 1)
      if (place !== 0) this.link(cell, place, classes[i] as number)
      return { from: child.from, to: child.to, depth: depth + 1, place: cell }
    })
  }

  /** The longest proper suffix of a state that is one too, and the nearest in which an entry ends. */
  private link(cell: number, parent: number, c: number): void {
    for (let state = this.fail.get(parent); ; state = this.fail.get(state)) {
      const to = this.base.get(state) + c
      if (this.cells.isOwnedBy(to, state + 1)) {
        this.fail.set(cell, to)
        this.shorter.set(cell, this.entry.get(to) > 0 ? to : this.shorter.get(to))
        return
      }
      if (state === 0) return
    }
  }
}

/** An array of numbers that is zero wherever it was not set. */
class Growing {
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

/** Free places looked at for the children of one state before they go behind all others. */
const maxTries = 64

/** Places of the double array while it is built: who owns each, and where the next free one is. */
class Cells {
  owner = new Int32Array(4096)
  /** The next place at or after this one that may be free, less this one. */
  private skip = new Int32Array(4096)
  top = 0

  constructor() {
    this.take(0, -1)
  }

  /** A base such that every class (given in rising order) finds its place free. */
  placeFor(classes: readonly number[]): number {
    const lowest = classes[0] as number
    let cell = this.freeFrom(lowest + 1)
    for (let tries = 1; !classes.every((c) => this.isFree(cell - lowest + c)); tries++)
      cell = this.freeFrom(tries < maxTries ? cell + 1 : Math.max(cell, this.top) + 1)
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

/** Reports every occurrence of every entry in the first `length` units, ends ascending. Linear in text and occurrences. */
export function scan(automaton: Automaton, units: Uint16Array, length: number, onHit: OnHit): void {
  const { classOf, base, check, fail, entry, shorter } = automaton
  let state = 0
  for (let i = 0; i < length; i++) {
    const c = classOf[units[i] as number] as number
    if (c === 0) {
      state = 0
      continue
    }
    for (;;) {
      const to = (base[state] as number) + c
      if (check[to] === state + 1) {
        state = to
        break
      }
      if (state === 0) break
      state = fail[state] as number
    }
    if (entry[state] !== -1) onHit(entry[state] as number, i + 1)
    for (let s = shorter[state] as number; s !== 0; s = shorter[s] as number)
      onHit(entry[s] as number, i + 1)
  }
}

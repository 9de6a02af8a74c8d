import { Cells, Growing } from './double-array.ts'
import { type Starts, startBit, startsOf } from './starts.ts'

/**
 * Aho–Corasick over UTF-16 units (Aho & Corasick 1975) with its goto function in a double array (Aoe 1989): a few
 * typed arrays, nothing allocated while matching, every overlapping occurrence reported.
 */
export interface Automaton {
  /** Length of each entry in units, by its number. */
  readonly lengths: Uint16Array
  readonly classOf: Uint16Array
  /**
   * Four numbers a state, side by side because a step reads them together: its base, the state before it plus one, its
   * failure, and the nearest state, itself or along its failures, in which an entry ends (0 when none does).
   */
  readonly cells: Int32Array
  /** Entry that ends in a state, or -1. */
  readonly entry: Int32Array
  /** Next shorter state (along failures) in which an entry ends, or 0. */
  readonly shorter: Int32Array
  /** Classes that are an entry by themselves. */
  readonly alone: Uint8Array
  /** What the entries of two units and more begin with. */
  readonly starts: Starts
}

/** Where in a state's cells each number stands; its base is the first. */
const Cell = { check: 1, fail: 2, out: 3 } as const

/** Told of one occurrence: the number of the entry and the unit after its last. */
export type OnHit = (entry: number, end: number) => void

/** Builds the automaton of these entries; empty ones never match, equal ones are reported under the first's number. */
export function buildAutomaton(entries: readonly string[]): Automaton {
  const numbers = new Map<string, number>()
  entries.forEach((entry, i) => {
    if (entry !== '' && !numbers.has(entry)) numbers.set(entry, i)
  })
  // In the order of their units, entries that begin alike stand together: a state is a stretch of this list.
  const sorted = [...numbers.keys()].sort()
  const lengths = Uint16Array.from(entries, ({ length }) => length)
  return new Builder(lengths, sorted, (text) => numbers.get(text) ?? 0).build()
}

/** Frequent units get small classes, which packs the double array. */
function classesOf(texts: readonly string[]): Uint16Array {
  const uses = new Uint32Array(65_536)
  const used: number[] = []
  for (const text of texts)
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (uses[unit] === 0) used.push(unit)
      uses[unit] = (uses[unit] as number) + 1
    }
  used.sort((a, b) => (uses[b] as number) - (uses[a] as number) || a - b)
  const classOf = new Uint16Array(65_536)
  used.forEach((unit, i) => {
    classOf[unit] = i + 1
  })
  return classOf
}

const rising = (a: number, b: number) => a - b

class Builder {
  private readonly cells = new Cells()
  private readonly classOf: Uint16Array
  private readonly lengths: Uint16Array
  private readonly sorted: readonly string[]
  private readonly numberOf: (text: string) => number
  /** By place: its base, its failure, its entry plus one, and the next shorter one. */
  private readonly base = new Growing()
  private readonly fail = new Growing()
  private readonly entry = new Growing()
  private readonly shorter = new Growing()
  /** States in the order they are found: the stretch of the sorted list that begins alike, how far, and its place. */
  private readonly from: Int32Array
  private readonly to: Int32Array
  private readonly depth: Uint16Array
  private readonly place: Int32Array
  private states = 0
  private readonly alone: Uint8Array

  constructor(lengths: Uint16Array, sorted: readonly string[], numberOf: (text: string) => number) {
    this.lengths = lengths
    this.sorted = sorted
    this.numberOf = numberOf
    this.classOf = classesOf(sorted)
    const most = sorted.reduce((sum, { length }) => sum + length, 1)
    this.from = new Int32Array(most)
    this.to = new Int32Array(most)
    this.depth = new Uint16Array(most)
    this.place = new Int32Array(most)
    this.alone = new Uint8Array(this.classOf.reduce((a, b) => Math.max(a, b), 0) + 1)
  }

  /** Breadth first, so that the failure of a state, which is nearer the root, has its place before it. */
  build(): Automaton {
    if (this.sorted.length > 0) this.add(0, this.sorted.length, 0, 0)
    for (let i = 0; i < this.states; i++) this.addChildren(i)
    const { top, owner } = this.cells
    // A look-up may reach one class beyond the last state.
    let size = top + 2
    for (const c of this.classOf) size = Math.max(size, top + 2 + c)
    const cells = new Int32Array(size * 4)
    for (let state = 0; state <= top; state++) {
      cells[state * 4] = this.base.get(state)
      cells[state * 4 + Cell.check] = owner[state] as number
      cells[state * 4 + Cell.fail] = this.fail.get(state)
      const ends = this.entry.get(state) > 0
      cells[state * 4 + Cell.out] = ends ? state : this.shorter.get(state)
    }
    return {
      lengths: this.lengths,
      classOf: this.classOf,
      cells,
      entry: this.entry.sized(size).map((number) => number - 1),
      shorter: this.shorter.sized(size),
      alone: this.alone,
      starts: startsOf(this.sorted, this.classOf),
    }
  }

  private add(from: number, to: number, depth: number, place: number): void {
    const state = this.states++
    this.from[state] = from
    this.to[state] = to
    this.depth[state] = depth
    this.place[state] = place
  }

  /** Gives the states one unit longer their places, failures and entries. */
  private addChildren(state: number): void {
    const { sorted, classOf } = this
    const from = this.from[state] as number
    const to = this.to[state] as number
    const depth = this.depth[state] as number
    const place = this.place[state] as number
    // What ends here comes first, and once.
    const begun = (sorted[from] as string).length === depth ? from + 1 : from
    if (begun === to) return
    const first = this.states
    const classes: number[] = []
    for (let at = begun, before = -1; at < to; at++) {
      const unit = (sorted[at] as string).charCodeAt(depth)
      if (unit === before) continue
      before = unit
      if (classes.length > 0) this.to[this.states - 1] = at
      classes.push(classOf[unit] as number)
      this.add(at, to, depth + 1, 0)
    }
    const base = this.cells.placeFor(classes.length > 1 ? classes.toSorted(rising) : classes)
    this.base.set(place, base)
    for (let k = 0; k < classes.length; k++) {
      const c = classes[k] as number
      const cell = base + c
      this.place[first + k] = cell
      this.cells.take(cell, place + 1)
      const text = sorted[this.from[first + k] as number] as string
      if (text.length === depth + 1) this.entry.set(cell, this.numberOf(text) + 1)
      if (depth === 0 && text.length === 1) this.alone[c] = 1
      if (place !== 0) this.link(cell, place, c)
    }
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

/**
 * Reports every occurrence of every entry in the first `length` units, ends ascending. Linear in text and occurrences.
 * Hardly any unit begins an entry together with the next ones, so the root is left only where they do.
 */
export function scan(automaton: Automaton, units: Uint16Array, length: number, onHit: OnHit): void {
  const { classOf, cells, entry, shorter, alone, starts } = automaton
  const { bits, shift, three } = starts
  const root = cells[0] as number
  let state = 0
  let next = length > 0 ? (classOf[units[0] as number] as number) : 0
  for (let i = 0; i < length; i++) {
    const c = next
    next = i + 1 < length ? (classOf[units[i + 1] as number] as number) : 0
    let to = 0
    for (; state !== 0; state = cells[state * 4 + Cell.fail] as number) {
      const cell = (cells[state * 4] as number) + c
      if (cells[cell * 4 + Cell.check] !== state + 1) continue
      to = cell
      break
    }
    if (to === 0) {
      if (alone[c] === 0) {
        const after = three && i + 2 < length ? (classOf[units[i + 2] as number] as number) : 0
        const bit = startBit(c, next, after, shift)
        if ((((bits[bit >>> 5] as number) >>> (bit & 31)) & 1) === 0) continue
      }
      const cell = root + c
      if (cells[cell * 4 + Cell.check] !== 1) continue
      to = cell
    }
    state = to
    for (let s = cells[state * 4 + Cell.out] as number; s !== 0; s = shorter[s] as number)
      onHit(entry[s] as number, i + 1)
  }
}

/** The state after one unit more. */
export function step({ classOf, cells }: Automaton, from: number, unit: number): number {
  const c = classOf[unit] as number
  if (c === 0) return 0
  for (let state = from; ; state = cells[state * 4 + Cell.fail] as number) {
    const to = (cells[state * 4] as number) + c
    if (cells[to * 4 + Cell.check] === state + 1) return to
    if (state === 0) return 0
  }
}

/** The entries that end in a state, longest first. */
export function* endingIn({ cells, entry, shorter }: Automaton, state: number): Generator<number> {
  for (let s = cells[state * 4 + Cell.out] as number; s !== 0; s = shorter[s] as number)
    yield entry[s] as number
}

import { Cells, Growing } from './double-array.ts'
import { type Starts, startBit, startRow, startsOf } from './starts.ts'

/**
 * Entries over UTF-16 units as a trie in a double array (Aoe 1989): a few typed arrays, nothing allocated while
 * matching, every overlapping occurrence reported.
 */
export interface Trie {
  readonly classOf: Uint16Array
  /**
   * Two numbers a state, side by side because a step reads them together: twice its base, and one more when an entry
   * ends in it; and the state before it plus one.
   */
  readonly cells: Int32Array
  /** Entry that ends in a state, or -1. */
  readonly entry: Int32Array
  /** Classes that are an entry by themselves. */
  readonly alone: Uint8Array
  /** What the entries of two units and more begin with. */
  readonly starts: Starts
}

/** Told of one occurrence: the number of the entry, its first unit and the one after its last. It must not scan itself. */
export type OnHit = (entry: number, start: number, end: number) => void

/** Builds the trie of these entries; empty ones never match, equal ones are reported under the first's number. */
export function buildTrie(entries: readonly string[]): Trie {
  const numbers = new Map<string, number>()
  entries.forEach((entry, i) => {
    if (entry !== '' && !numbers.has(entry)) numbers.set(entry, i)
  })
  // In the order of their units, entries that begin alike stand together: a state is a stretch of this list.
  const sorted = [...numbers.keys()].sort()
  return new Builder(sorted, (text) => numbers.get(text) ?? 0).build()
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
  private readonly sorted: readonly string[]
  private readonly numberOf: (text: string) => number
  /** By place: its base, and its entry plus one. */
  private readonly base = new Growing()
  private readonly entry = new Growing()
  /** States in the order they are found: the stretch of the sorted list that begins alike, how far, and its place. */
  private readonly from: Int32Array
  private readonly to: Int32Array
  private readonly depth: Uint16Array
  private readonly place: Int32Array
  private states = 0
  private readonly alone: Uint8Array

  constructor(sorted: readonly string[], numberOf: (text: string) => number) {
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

  /** Breadth first, so that the states of few units, which are met most, lie together. */
  build(): Trie {
    if (this.sorted.length > 0) this.add(0, this.sorted.length, 0, 0)
    for (let i = 0; i < this.states; i++) this.addChildren(i)
    const { top, owner } = this.cells
    // A look-up may reach one class beyond the last state.
    const size = top + 1 + this.alone.length
    const cells = new Int32Array(size * 2)
    for (let state = 0; state <= top; state++) {
      cells[state * 2] = this.base.get(state) * 2 + (this.entry.get(state) > 0 ? 1 : 0)
      cells[state * 2 + 1] = owner[state] as number
    }
    return {
      classOf: this.classOf,
      cells,
      entry: this.entry.sized(top + 1).map((number) => number - 1),
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

  /** Gives the states one unit longer their places and entries. */
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
    }
  }
}

/** Units whose places are looked at together. */
const stretch = 4096
/** Where entries may begin in the stretch at hand. */
const begun = new Int32Array(stretch)

/**
 * Reports every occurrence of every entry in the first `length` units, starts ascending, shorter ones first. Time grows
 * with the text and with how far entries are followed, at most the longest of them from every place. Where entries may
 * begin is noted first, which takes no turns and so costs the same however many do, and followed after: waiting for
 * memory then overlaps.
 */
export function scan(trie: Trie, units: Uint16Array, length: number, onHit: OnHit): void {
  const { classOf, alone, starts } = trie
  const { rows, shift } = starts
  let next = length > 0 ? (classOf[units[0] as number] as number) : 0
  let after = length > 1 ? (classOf[units[1] as number] as number) : 0
  for (let from = 0; from < length; from += stretch) {
    const to = Math.min(length, from + stretch)
    let count = 0
    for (let i = from; i < to; i++) {
      const c = next
      next = after
      after = i + 2 < length ? (classOf[units[i + 2] as number] as number) : 0
      begun[count] = i
      const row = rows[startRow(c, next, shift)] as number
      count += ((row >>> startBit(after)) | (alone[c] as number)) & 1
    }
    for (let k = 0; k < count; k++) follow(trie, units, length, begun[k] as number, onHit)
  }
}

/** Reports the entries that begin at one unit. */
function follow(
  { classOf, cells, entry }: Trie,
  units: Uint16Array,
  length: number,
  start: number,
  onHit: OnHit,
): void {
  let state = 0
  let base = cells[0] as number
  for (let i = start; i < length; i++) {
    const cell = (base >> 1) + (classOf[units[i] as number] as number)
    if (cells[cell * 2 + 1] !== state + 1) return
    state = cell
    base = cells[cell * 2] as number
    if ((base & 1) === 1) onHit(entry[cell] as number, start, i + 1)
  }
}

/** The state after one unit more; 0 when nothing goes on like this. State 0 is before the first. */
export function step({ classOf, cells }: Trie, state: number, unit: number): number {
  const c = classOf[unit] as number
  const to = ((cells[state * 2] as number) >> 1) + c
  return c > 0 && cells[to * 2 + 1] === state + 1 ? to : 0
}

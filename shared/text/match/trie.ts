import { Cells, sized } from './double-array.ts'
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
export const buildTrie = (entries: readonly string[]): Trie => new Builder(entries).build()

/** More things than these are sorted by the machine. */
const few = 16

class Builder {
  private readonly array = new Cells()
  private readonly entries: readonly string[]
  /** The units of all entries, one behind the other, and where those of each begin. */
  private readonly units: Uint16Array
  private readonly begins: Int32Array
  /** Numbers of the entries so that those which begin alike stand together: a state is a stretch of this list. */
  private readonly order: Int32Array
  private readonly keys: Float64Array
  private readonly classOf = new Uint16Array(65_536)
  /** Those of the children at hand, in the order of their units and in rising order. */
  private readonly classes: Uint16Array
  private readonly rising: Uint16Array
  /** States in the order they are found: their stretch, how far it is alike, and their place. */
  private readonly from: Int32Array
  private readonly to: Int32Array
  private readonly depth: Int32Array
  private readonly place: Int32Array
  private states = 0
  private readonly alone: Uint8Array

  constructor(entries: readonly string[]) {
    this.entries = entries
    const total = entries.reduce((sum, { length }) => sum + length, 0)
    this.units = new Uint16Array(total)
    this.begins = new Int32Array(entries.length + 1)
    this.order = Int32Array.from(entries.keys())
    this.keys = new Float64Array(entries.length)
    let at = 0
    entries.forEach((entry, number) => {
      for (let i = 0; i < entry.length; i++) this.units[at++] = entry.charCodeAt(i)
      this.begins[number + 1] = at
    })
    const count = this.giveClasses()
    this.classes = new Uint16Array(count)
    this.rising = new Uint16Array(count)
    this.alone = new Uint8Array(count + 1)
    for (const entry of entries)
      if (entry.length === 1) this.alone[this.classOf[entry.charCodeAt(0)] as number] = 1
    this.from = new Int32Array(total + 1)
    this.to = new Int32Array(total + 1)
    this.depth = new Int32Array(total + 1)
    this.place = new Int32Array(total + 1)
  }

  /** Breadth first, so that the states of few units, which are met most, lie together. */
  build(): Trie {
    this.add(0, this.order.length, 0)
    for (let i = 0; i < this.states; i++) this.settle(i)
    const { cells, entry, top } = this.array
    // A look-up may reach one class beyond the last state.
    const size = top + 1 + this.alone.length
    return {
      classOf: this.classOf,
      cells: sized(cells, size * 2),
      entry: sized(entry, top + 1).map((number) => number - 1),
      alone: this.alone,
      starts: startsOf(this.entries, this.classOf),
    }
  }

  /** Frequent units get small classes, which packs the double array. Answers how many there are. */
  private giveClasses(): number {
    const uses = new Uint32Array(65_536)
    for (const unit of this.units) uses[unit] = (uses[unit] as number) + 1
    const used: number[] = []
    uses.forEach((count, unit) => {
      if (count > 0) used.push(unit)
    })
    used.sort((a, b) => (uses[b] as number) - (uses[a] as number) || a - b)
    used.forEach((unit, i) => {
      this.classOf[unit] = i + 1
    })
    return used.length
  }

  /** The unit of an entry at a depth plus one; 0 where it ends. */
  private unitAt(entry: number, depth: number): number {
    const at = (this.begins[entry] as number) + depth
    return at < (this.begins[entry + 1] as number) ? (this.units[at] as number) + 1 : 0
  }

  private add(from: number, to: number, depth: number): void {
    const state = this.states++
    this.from[state] = from
    this.to[state] = to
    this.depth[state] = depth
  }

  /** Says at a state's place which entry ends in it, and gives the states one unit longer their places. */
  private settle(state: number): void {
    const { array, order, classes, classOf } = this
    const from = this.from[state] as number
    const to = this.to[state] as number
    const depth = this.depth[state] as number
    const place = this.place[state] as number
    this.sort(from, to, depth)
    let at = from
    while (at < to && this.unitAt(order[at] as number, depth) === 0) at++
    const ends = at > from && depth > 0
    if (ends) array.entry[place] = (order[from] as number) + 1
    const first = this.states
    for (let before = 0; at < to; at++) {
      const unit = this.unitAt(order[at] as number, depth)
      if (unit === before) continue
      before = unit
      if (this.states > first) this.to[this.states - 1] = at
      classes[this.states - first] = classOf[unit - 1] as number
      this.add(at, to, depth + 1)
    }
    const count = this.states - first
    const base = count > 0 ? array.placeFor(this.inOrder(count), count) : 0
    array.cells[place * 2] = base * 2 + (ends ? 1 : 0)
    for (let k = 0; k < count; k++) {
      const cell = base + (classes[k] as number)
      this.place[first + k] = cell
      array.take(cell, place + 1)
    }
  }

  /** Puts entries that begin alike in the order of their next units; those that end come first, equal ones stay as they are. */
  private sort(from: number, to: number, depth: number): void {
    const { order } = this
    if (to - from > few) {
      const keys = this.keys.subarray(from, to)
      for (let k = 0; k < keys.length; k++) {
        const entry = order[from + k] as number
        keys[k] = this.unitAt(entry, depth) * 2 ** 32 + entry
      }
      keys.sort()
      for (let k = 0; k < keys.length; k++) order[from + k] = (keys[k] as number) >>> 0
      return
    }
    for (let i = from + 1; i < to; i++) {
      const entry = order[i] as number
      const unit = this.unitAt(entry, depth)
      let at = i
      for (; at > from && this.unitAt(order[at - 1] as number, depth) > unit; at--)
        order[at] = order[at - 1] as number
      order[at] = entry
    }
  }

  /** The first so many of the classes in rising order. */
  private inOrder(count: number): Uint16Array {
    const { classes, rising } = this
    if (count > few) {
      rising.set(classes.subarray(0, count))
      rising.subarray(0, count).sort()
      return rising
    }
    for (let i = 0; i < count; i++) {
      const c = classes[i] as number
      let at = i
      for (; at > 0 && (rising[at - 1] as number) > c; at--) rising[at] = rising[at - 1] as number
      rising[at] = c
    }
    return rising
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

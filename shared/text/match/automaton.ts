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
  const trie = buildTrie(entries)
  const { base, check, place } = placeStates(trie)
  const size = base.length
  const fail = new Int32Array(size)
  const entry = new Int32Array(size).fill(-1)
  const shorter = new Int32Array(size)
  const { classOf } = trie
  for (const state of trie.order) {
    const at = place[state] as number
    entry[at] = trie.entry[state] as number
    for (const [unit, child] of trie.children[state] as Map<number, number>) {
      const to = place[child] as number
      const c = classOf[unit] as number
      let from = fail[at] as number
      if (at !== 0) {
        for (;;) {
          const t = (base[from] as number) + c
          if (check[t] === from + 1) {
            fail[to] = t
            break
          }
          if (from === 0) break
          from = fail[from] as number
        }
      }
    }
  }
  // Breadth first, so a state's failure, which is nearer the root, is settled before it.
  for (const state of trie.order) {
    const at = place[state] as number
    const f = fail[at] as number
    shorter[at] = entry[f] !== -1 && f !== 0 ? f : (shorter[f] as number)
  }
  const lengths = Uint16Array.from(entries, ({ length }) => length)
  return { lengths, classOf, base, check, fail, entry, shorter }
}

interface Trie {
  readonly children: Map<number, number>[]
  readonly entry: number[]
  /** States breadth first. */
  readonly order: number[]
  readonly classOf: Uint16Array
}

function buildTrie(entries: readonly Uint16Array[]): Trie {
  const children: Map<number, number>[] = [new Map()]
  const entry = [-1]
  const uses = new Map<number, number>()
  entries.forEach((units, number) => {
    if (units.length === 0) return
    let state = 0
    for (const unit of units) {
      uses.set(unit, (uses.get(unit) ?? 0) + 1)
      const from = children[state] as Map<number, number>
      let to = from.get(unit)
      if (to === undefined) {
        to = children.length
        children.push(new Map())
        entry.push(-1)
        from.set(unit, to)
      }
      state = to
    }
    if (entry[state] === -1) entry[state] = number
  })
  // Frequent units get small classes, which packs the double array.
  const classOf = new Uint16Array(65_536)
  const byUse = [...uses].sort((a, b) => b[1] - a[1])
  byUse.forEach(([unit], i) => {
    classOf[unit] = i + 1
  })
  const order = [0]
  for (let i = 0; i < order.length; i++)
    for (const child of (children[order[i] as number] as Map<number, number>).values())
      order.push(child)
  return { children, entry, order, classOf }
}

/** Free places looked at for the children of one state before they go behind all others. */
const maxTries = 64

/** Finds every state a place such that its children stand at `base + class`. */
function placeStates({ children, order, classOf }: Trie) {
  const cells = new Cells()
  const place = new Int32Array(children.length)
  const bases: number[] = []
  for (const state of order) {
    const kids = [...(children[state] as Map<number, number>)]
    if (kids.length === 0) continue
    const classes = kids.map(([unit]) => classOf[unit] as number).sort((a, b) => a - b)
    const lowest = classes[0] as number
    let cell = cells.freeFrom(lowest + 1)
    for (let tries = 1; !classes.every((c) => cells.isFree(cell - lowest + c)); tries++)
      cell = cells.freeFrom(tries < maxTries ? cell + 1 : Math.max(cell, cells.top) + 1)
    const at = cell - lowest
    const parent = place[state] as number
    bases.push(parent, at)
    for (const [unit, child] of kids) {
      const to = at + (classOf[unit] as number)
      cells.take(to, parent + 1)
      place[child] = to
    }
  }
  // A look-up may reach one class beyond the last state.
  const size = cells.top + 2 + classOf.reduce((most, c) => Math.max(most, c), 0)
  const check = new Int32Array(size)
  check.set(cells.owner.subarray(0, cells.top + 1))
  const base = new Int32Array(size)
  for (let i = 0; i < bases.length; i += 2) base[bases[i] as number] = bases[i + 1] as number
  return { base, check, place }
}

/** Places of the double array while it is built: who owns each, and where the next free one is. */
class Cells {
  owner = new Int32Array(4096)
  /** The next place at or after this one that may be free, less this one. */
  private skip = new Int32Array(4096)
  top = 0

  constructor() {
    this.take(0, -1)
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

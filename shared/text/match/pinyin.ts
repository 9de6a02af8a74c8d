import { isLatin } from './latin.ts'

/** Longer runs of letters are no pinyin of a phrase. */
export const maxRun = 40
const letters = 26
const a = 0x61

/** Divides runs of letters into syllables, with these as the number of each. */
export class Pinyin {
  /** A tree of letters: of every node its 26 branches, 0 for none, and the number of the syllable that ends there. */
  private readonly branches: Uint16Array
  private readonly numbers: Uint16Array
  /** Of every place of the run at hand how long the syllable there is, 0 when nothing from there on divides. */
  private readonly sizes = new Uint8Array(maxRun + 1)

  constructor(syllables: ReadonlyMap<string, number>) {
    const most = [...syllables.keys()].reduce((sum, { length }) => sum + length, 1)
    this.branches = new Uint16Array(most * letters)
    this.numbers = new Uint16Array(most)
    let nodes = 1
    for (const [syllable, number] of syllables) {
      let node = 0
      for (const letter of syllable) {
        const branch = node * letters + letter.charCodeAt(0) - a
        this.branches[branch] ||= nodes++
        node = this.branches[branch] as number
      }
      this.numbers[node] = number
    }
  }

  /**
   * The number and length of each syllable of the letters from `at` to `end`, the longest that lets the rest divide
   * before shorter ones; null when they are no pinyin or too many.
   */
  divide(units: Uint16Array, at: number, end: number): [number, number][] | null {
    const length = end - at
    if (length > maxRun) return null
    const { sizes } = this
    sizes[length] = 1
    for (let from = length - 1; from >= 0; from--)
      sizes[from] = this.longest(units, at, from, length)
    if (sizes[0] === 0) return null
    const out: [number, number][] = []
    for (let from = 0; from < length; from += sizes[from] as number)
      out.push([this.numberOf(units, at + from, sizes[from] as number), sizes[from] as number])
    return out
  }

  /** Length of the longest syllable at a place behind which the rest divides. */
  private longest(units: Uint16Array, at: number, from: number, length: number): number {
    const { branches, numbers, sizes } = this
    let node = 0
    let longest = 0
    for (let to = from; to < length; to++) {
      const unit = units[at + to] as number
      node = isLatin(unit) ? (branches[node * letters + unit - a] as number) : 0
      if (node === 0) break
      if (numbers[node] !== 0 && sizes[to + 1] !== 0) longest = to + 1 - from
    }
    return longest
  }

  private numberOf(units: Uint16Array, at: number, size: number): number {
    let node = 0
    for (let i = at; i < at + size; i++)
      node = this.branches[node * letters + (units[i] as number) - a] as number
    return this.numbers[node] as number
  }
}

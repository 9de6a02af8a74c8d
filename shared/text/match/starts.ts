/**
 * What the entries of a trie begin with: a row of 32 bits for their first two classes, in it a bit for the third. Few
 * other beginnings share one (Bloom 1970, one hash), so hardly any place of a text has to be looked at further, and
 * each with one look into memory.
 */
export interface Starts {
  readonly rows: Int32Array
  /** How far a hash is shifted to be a number of a row. */
  readonly shift: number
}

/** Half a megabyte: more is slower to look into than what it saves. */
const maxRows = 1 << 17
const minRows = 32
const usualRows = 2

/** The row of two classes. */
export const startRow = (a: number, b: number, shift: number): number =>
  (Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b)) >>> shift

/** The bit of a third class in its row; without one that is 0. */
export const startBit = (c: number): number => Math.imul(c, 0xc2b2ae35) >>> 27

/**
 * The beginnings of all texts of two units and more, with so many rows for each pair; those of one unit are not in it.
 * After two units that are all of a text anything may follow.
 */
export function startsOf(
  texts: readonly string[],
  classOf: Uint16Array,
  rowsEach = usualRows,
): Starts {
  const longer = texts.filter(({ length }) => length > 1)
  const wanted = Math.min(maxRows, Math.max(minRows, rowsEach * pairsIn(longer)))
  const rows = new Int32Array(2 ** Math.ceil(Math.log2(wanted)))
  const shift = Math.clz32(rows.length - 1)
  const classAt = (text: string, at: number) => classOf[text.charCodeAt(at)] as number
  for (const text of longer) {
    const row = startRow(classAt(text, 0), classAt(text, 1), shift)
    const bits = text.length === 2 ? -1 : 1 << startBit(classAt(text, 2))
    rows[row] = (rows[row] as number) | bits
  }
  return { rows, shift }
}

/** How many different first two units the texts have. */
function pairsIn(texts: readonly string[]): number {
  const pairs = new Uint32Array(texts.length)
  texts.forEach((text, i) => {
    pairs[i] = text.charCodeAt(0) * 2 ** 16 + text.charCodeAt(1)
  })
  pairs.sort()
  return pairs.reduce((count, pair, i) => (pair === pairs[i - 1] ? count : count + 1), 0)
}

/** Whether the units in the order read may begin an entry anywhere, read from the end of the text. */
export function mayBeginReversed(
  { rows, shift }: Starts,
  classOf: Uint16Array,
  units: Uint16Array,
  length: number,
): boolean {
  let before = 0
  let last = 0
  for (let i = 0; i < length; i++) {
    const c = classOf[units[i] as number] as number
    const row = c === 0 ? 0 : (rows[startRow(c, last, shift)] as number)
    if (((row >>> startBit(before)) & 1) === 1) return true
    before = last
    last = c
  }
  return false
}

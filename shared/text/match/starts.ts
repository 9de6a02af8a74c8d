/**
 * A bit for what each entry of an automaton begins with: its first two classes, or three when none is shorter. Few
 * other beginnings share one (Bloom 1970, one hash), so hardly any place of a text has to be looked at further.
 */
export interface Starts {
  readonly bits: Uint32Array
  /** How far a hash is shifted to be a number of a bit. */
  readonly shift: number
  /** Whether the third class counts. */
  readonly three: boolean
}

/** Half a megabyte: more is slower to look into than what it saves. */
const maxBits = 1 << 22
/** One place in sixteen is looked at for nothing. */
const usualBits = 16

/** The bit of a beginning; without a third class that is 0. */
export const startBit = (a: number, b: number, c: number, shift: number): number =>
  (Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b) + Math.imul(c, 0xc2b2ae35)) >>> shift

/** The beginnings of all texts of two units and more, in so many bits each; those of one unit are not in it. */
export function startsOf(
  texts: readonly string[],
  classOf: Uint16Array,
  bitsEach = usualBits,
): Starts {
  const longer = texts.filter(({ length }) => length > 1)
  const three = longer.every(({ length }) => length > 2)
  const begun = new Set(longer.map((text) => text.slice(0, three ? 3 : 2)))
  const wanted = Math.min(maxBits, Math.max(32, bitsEach * begun.size))
  const bits = new Uint32Array(2 ** Math.ceil(Math.log2(wanted)) / 32)
  const starts = { bits, shift: Math.clz32(bits.length * 32 - 1), three }
  const unit = (text: string, at: number) => classOf[text.charCodeAt(at)] ?? 0
  for (const text of begun) {
    const bit = startBit(unit(text, 0), unit(text, 1), unit(text, 2), starts.shift)
    bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31))
  }
  return starts
}

/** Whether the units in the order read may begin an entry anywhere, read from the end of the text. */
export function mayBeginReversed(
  { bits, shift }: Starts,
  classOf: Uint16Array,
  units: Uint16Array,
  length: number,
): boolean {
  let before = 0
  let last = 0
  for (let i = 0; i < length; i++) {
    const c = classOf[units[i] as number] as number
    if (c !== 0) {
      const bit = startBit(c, last, before, shift)
      if ((((bits[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1) return true
    }
    before = last
    last = c
  }
  return false
}

import { type Folded, Gap } from '../fold.ts'
import { Room } from './room.ts'

const room = new Room()

/**
 * Folded units with repeats collapsed, fillers left out; unit `i` stands for `from[i]` to `to[i]`.
 * Working memory: the next text overwrites it.
 */
export interface Soft {
  readonly units: Uint16Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly length: number
  /** False when matching again could only find the same. */
  readonly changed: boolean
}

/** Letters and digits keep their repeats. */
const isPlain = (unit: number) => unit < 0x80

/** What pauses are filled with (啊, 那个), prepared for looking up at every unit. */
export interface Fillers {
  /** Per unit: 1 a filler by itself, 2 the beginning of a longer one, 3 both. */
  readonly kind: Uint8Array
  readonly longer: readonly string[]
}

export function makeFillers(words: readonly string[]): Fillers {
  const kind = new Uint8Array(65_536)
  for (const word of words) {
    if (word === '') continue
    const first = word.charCodeAt(0)
    kind[first] = (kind[first] as number) | (word.length === 1 ? 1 : 2)
  }
  return { kind, longer: words.filter(({ length }) => length > 1) }
}

/**
 * 最啊低价 → 最低价, 最最最低 → 最低, 全网那个最低 → 全网最低. Letters and digits keep their repeats. Only a text with a
 * filler or a repeat in it changes.
 */
export function soften({ units, gaps, length }: Folded, fillers: Fillers): Soft {
  const { from, to, units: out } = room.of(length)
  const { kind: kinds } = fillers
  let n = 0
  let changed = false
  let before = -1
  for (let i = 0; i < length; i++) {
    const unit = units[i] as number
    const kind = kinds[unit] as number
    if (kind !== 0) {
      const long = kind >= 2 ? longFiller(fillers, units, i, length) : 0
      if (long > 0 || (kind & 1) === 1) {
        i += Math.max(0, long - 1)
        before = -1
        changed = true
        continue
      }
    }
    if (unit === before && !isPlain(unit) && (gaps[i] as number) < Gap.sentence) {
      to[n - 1] = i + 1
      changed = true
      continue
    }
    out[n] = unit
    from[n] = i
    to[n] = i + 1
    n++
    before = unit
  }
  return { units: out, from, to, length: n, changed }
}

/** Length of the filler of several characters that stands at `at`; 0 when none does. */
function longFiller({ longer }: Fillers, units: Uint16Array, at: number, length: number): number {
  for (const word of longer) {
    let k = 0
    while (k < word.length && units[at + k] === word.charCodeAt(k)) k++
    if (k === word.length && at + k <= length) return k
  }
  return 0
}

/** A lexicon word in the same form: 天天 becomes 天 on both sides. */
export function softWord(word: string, { kind }: Fillers): string {
  let out = ''
  let kept = 0
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    const isRepeat = i > 0 && unit === word.charCodeAt(i - 1) && !isPlain(unit)
    if ((kind[unit] as number) % 2 === 0 && !isRepeat) continue
    out += word.slice(kept, i)
    kept = i + 1
  }
  return kept === 0 ? word : out + word.slice(kept)
}

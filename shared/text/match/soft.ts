import { type Folded, Gap } from '../fold.ts'
import { Room } from './room.ts'

const room = new Room()

/**
 * Folded units with repeats collapsed, fillers left out and numerals alike; unit `i` stands for `from[i]` to `to[i]`.
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

const numerals = new Map<number, number>()
for (const [digit, forms] of Object.entries({
  0: '零〇',
  1: '一壹',
  2: '二贰',
  3: '三叁',
  4: '四肆',
  5: '五伍',
  6: '六陆',
  7: '七柒',
  8: '八捌',
  9: '九玖',
}))
  for (const form of forms) numerals.set(form.charCodeAt(0), digit.charCodeAt(0))

const isLatin = (unit: number) => unit < 0x80

/** What pauses are filled with (啊, 那个), prepared for looking up at every unit. */
export interface Fillers {
  /** Per unit: 1 a filler by itself, 2 the beginning of a longer one, 3 both. */
  readonly kind: Uint8Array
  readonly longer: readonly Uint16Array[]
  readonly digits: Uint16Array
}

export function makeFillers(words: readonly Uint16Array[]): Fillers {
  const kind = new Uint8Array(65_536)
  for (const word of words) {
    const first = word[0] ?? 0
    kind[first] = (kind[first] as number) | (word.length === 1 ? 1 : 2)
  }
  const digits = new Uint16Array(65_536)
  for (const [form, digit] of numerals) digits[form] = digit
  return { kind, longer: words.filter(({ length }) => length > 1), digits }
}

/** 最啊低价 → 最低价, 最最最低 → 最低, 全网那个最低 → 全网最低, 第一 → 第1. Letters and digits keep their repeats. */
export function soften({ units, gaps, length }: Folded, fillers: Fillers): Soft {
  const { from, to, units: out } = room.of(length)
  const { kind: kinds, digits } = fillers
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
    if (unit === before && !isLatin(unit) && (gaps[i] as number) < Gap.sentence) {
      to[n - 1] = i + 1
      changed = true
      continue
    }
    const digit = digits[unit] as number
    // A digit of the text may stand for the lexicon's numeral.
    if (digit !== 0 || (unit >= 0x30 && unit <= 0x39)) changed = true
    out[n] = digit || unit
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
    while (k < word.length && units[at + k] === word[k]) k++
    if (k === word.length && at + k <= length) return k
  }
  return 0
}

/** A lexicon word in the same form: 天天 becomes 天 on both sides. */
export function softWord(units: Uint16Array, { kind, digits }: Fillers): Uint16Array {
  return units
    .filter(
      (unit, i) => (kind[unit] as number) % 2 === 0 && (isLatin(unit) || unit !== units[i - 1]),
    )
    .map((unit) => digits[unit] || unit)
}

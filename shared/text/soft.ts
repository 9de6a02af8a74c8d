import { type Folded, Gap } from './fold.ts'

/** Sounds a speaker fills pauses with; left out before soft matching. */
const fillers = new Set([...'啊呀呢嘛哦噢嗯呃哈嘞啦哎诶喔'].map((char) => char.charCodeAt(0)))
const longFillers = ['那个', '这个', '就是说', '然后呢', '对吧'].map((word) =>
  Uint16Array.from(word, (char) => char.charCodeAt(0)),
)

/** Folded units with repeats collapsed and fillers left out; `at` is each unit's place in the folded text. */
export interface Soft {
  readonly units: Uint16Array
  readonly at: Int32Array
  readonly length: number
  /** False when nothing was left out, so that matching again would find the same. */
  readonly changed: boolean
}

/** 最啊低价 → 最低价, 最最最低 → 最低, 全网那个最低 → 全网最低. Never across a sentence end. */
export function soften({ units, gaps, length }: Folded): Soft {
  const out = new Uint16Array(length)
  const at = new Int32Array(length + 1)
  let n = 0
  for (let i = 0; i < length; i++) {
    const unit = units[i] as number
    const long = longFillers.find((word) => word.every((u, k) => units[i + k] === u))
    if (long) {
      i += long.length - 1
      continue
    }
    if (fillers.has(unit)) continue
    if (n > 0 && out[n - 1] === unit && (gaps[i] as number) < Gap.sentence) continue
    out[n] = unit
    at[n] = i
    n++
  }
  return { units: out, at, length: n, changed: n < length }
}

/** A lexicon word in the same form: 天天 becomes 天 on both sides. */
export function softWord(units: Uint16Array): Uint16Array {
  return units.filter((unit, i) => !fillers.has(unit) && (i === 0 || unit !== units[i - 1]))
}

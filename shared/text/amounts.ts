import type { Span } from './clause.ts'
import { type Folded, foldedText } from './fold.ts'
import { findNumbers } from './match/numbers.ts'

const digits = new Map([...'〇零一二三四五六七八九'].map((char, i) => [char, Math.max(0, i - 1)]))
digits.set('两', 2)
const tens = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
  ['万', 10_000],
  ['w', 10_000],
  ['k', 1000],
  ['亿', 100_000_000],
])

/**
 * What a number says, as in speech: 三百九十九, 一百六 (160), 两千一百四 (2140), 1280, 3千, 2w. NaN when it says none
 * (几百, 99%).
 */
export function amount(said: string): number {
  let whole = 0
  let section = 0
  let digit: number | null = null
  let unit = 1
  for (const char of said) {
    const scale = tens.get(char)
    const figure = /\d/.test(char) ? Number(char) : digits.get(char)
    // 三十九两斤: the price ends where a measure begins.
    if (char === '两' && digit !== null) break
    if (figure !== undefined) {
      // 1280 and 二零六: digit after digit.
      if (digit !== null) digit = digit * 10 + figure
      else digit = figure
      if (char === '零' || char === '〇') unit = 1
    } else if (scale === undefined) {
      if (char !== '多') return Number.NaN
    } else if (scale >= 10_000) {
      whole = (whole + section + (digit ?? (section || whole ? 0 : 1))) * scale
      section = 0
      digit = null
      unit = scale
    } else {
      section += (digit ?? 1) * scale
      digit = null
      unit = scale
    }
  }
  // 一百六 leaves out the last unit: 160.
  const last = (digit ?? 0) * (unit > 10 && digit !== null && digit < 10 ? unit / 10 : 1)
  return whole + section + last
}

/** 29.9, whose point folding leaves out; undefined when the number is not written so. */
function decimal({ source, starts, ends }: Folded, from: number, to: number): number | undefined {
  const written = source.slice(starts[from], ends[to - 1]).normalize('NFKC')
  return /^\d+\.\d+$/.test(written) ? Number(written) : undefined
}

/** Numbers smaller than this are counts and pieces, not prices. */
const minPrice = 10
/** Before a number that is no price to compare: one that is refused (不要一百五也不要五十), the day of a sale (双十一). */
const notPriced = /(不要|不用|不卖|不收|不是|也不|双)$/
/** What a number may reach beyond the stretch, which then does not count. */
const longestNumber = 20

/**
 * Whether the first two prices from the hit on, within the stretch, differ by less than a share of the greater one:
 * `share` 0.3 takes 399 and 299 for near, 399 and 199 not.
 */
export function pricesAreNear(folded: Folded, hit: Span, stretch: Span, share: number): boolean {
  const prices: number[] = []
  const from = stretch.start
  const to = Math.min(folded.length, stretch.end + longestNumber)
  findNumbers(folded.units.subarray(from, to), to - from, (first, after) => {
    const start = from + first
    const end = from + after
    if (start < hit.start || end > stretch.end || prices.length === 2) return
    if (notPriced.test(foldedText(folded, Math.max(0, start - 3), start))) return
    const value = decimal(folded, start, end) ?? amount(foldedText(folded, start, end))
    if (value >= minPrice) prices.push(value)
  })
  const [a, b] = prices
  return a !== undefined && b !== undefined && Math.abs(a - b) < share * Math.max(a, b)
}

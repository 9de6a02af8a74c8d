/** Word 0 of every matcher stands for any number. */
export const numberWord = 0

const numerals = new Uint8Array(65_536)
for (const char of '0123456789〇零一二两三四五六七八九十百千万亿几半')
  numerals[char.charCodeAt(0)] = 1

const point = '点'.charCodeAt(0)
const more = '多'.charCodeAt(0)
const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39
/** Whether a number may begin with a folded unit. */
export const isNumeral = (unit: number): boolean => numerals[unit] === 1

/** Told of a number: the unit it begins with and the one after its last. */
export type OnNumber = (start: number, end: number) => void

/** Finds the stretches of folded units that say a number, in any script: 199, 一百九十九, 三点五, 3.5万, 2w, 99%, 十多. */
export function findNumbers(units: Uint16Array, length: number, onNumber: OnNumber): void {
  for (let i = 0; i < length; i++) {
    if (!isNumeral(units[i] as number)) continue
    const start = i
    // A full stop has been folded away: 3.5 stands as 35.
    while (i < length && (isNumeral(units[i] as number) || isInside(units, i, length))) i++
    const next = units[i]
    const isSuffix = next === 0x25 || next === 0x77 || next === 0x6b
    if (i < length && isSuffix && isDigit(units[i - 1] as number)) i++
    onNumber(start, i)
    i--
  }
}

/** 点 between numerals, 多 after one. */
function isInside(units: Uint16Array, at: number, length: number): boolean {
  if (units[at] === more) return true
  return units[at] === point && at + 1 < length && isNumeral(units[at + 1] as number)
}

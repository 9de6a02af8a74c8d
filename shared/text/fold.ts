import { simplified, traditional } from './tables/simplified.ts'

/** How strongly what was left out before a unit separates it from the one before. */
export const Gap = { none: 0, filler: 1, clause: 2, sentence: 3 } as const

/**
 * A text in its normal form for matching: width, case, script variants and digits folded, everything that is no letter
 * or digit left out, and for every unit where it came from. Arrays may be longer than `length`.
 */
export interface Folded {
  readonly source: string
  readonly units: Uint16Array
  readonly length: number
  /** UTF-16 offset in the source where unit `i` begins, and where the character it came from ends. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** What was left out before unit `i`; see `Gap`. */
  readonly gaps: Uint8Array
}

/** 0: left out without a trace. 0xFFFF: a clause mark, 0xFFFE: a sentence mark, 0xFFFD: several units. */
const clauseMark = 0xffff
const sentenceMark = 0xfffe
const several = 0xfffd

const expansions = new Map<number, string>()
const table = makeTable()

function makeTable(): Uint16Array {
  const simple = new Map<string, string>()
  for (let i = 0; i < traditional.length; i++)
    simple.set(traditional.charAt(i), simplified.charAt(i))
  const out = new Uint16Array(65_536)
  for (let unit = 0; unit < 65_536; unit++) {
    if (unit >= 0xd800 && unit <= 0xdfff) continue
    const char = String.fromCharCode(unit)
    const folded = foldCharacter(char, simple)
    if (folded.length === 1) out[unit] = folded.charCodeAt(0)
    else if (folded.length > 1) {
      out[unit] = several
      expansions.set(unit, folded)
    } else if (/[。！？!?；;\n\r\u2028\u2029]/.test(char)) out[unit] = sentenceMark
    else if (/[，,、：:]/.test(char)) out[unit] = clauseMark
  }
  return out
}

/** Letters and digits in their plainest form, nothing for the rest. `%` stays: it is said aloud. */
function foldCharacter(char: string, simple: ReadonlyMap<string, string>): string {
  let out = ''
  for (const part of char.normalize('NFKC').toLowerCase().normalize('NFKD')) {
    if (part === '%') out += part
    else if (/\p{Nd}/u.test(part)) out += String(digitValue(part))
    else if (/[\p{L}\p{N}]/u.test(part)) {
      const whole = part.normalize('NFC')
      out += simple.get(whole) ?? whole
    }
  }
  return out
}

/** Decimal digits of every script stand in runs of ten, so the value is the distance from the run's zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return (code - 0x30 >= 0 && code - 0x30 <= 9 ? code - 0x30 : value) % 10
}

/** Signs that stand for words (➕ 加, 💰 钱), by code point; given by the lexicon. */
export type Signs = ReadonlyMap<number, string>

const noSigns: Signs = new Map()

/** Folds a text. Linear; any input, lone surrogates included, gives offsets inside the text. */
export function fold(source: string, signs: Signs = noSigns): Folded {
  let capacity = source.length + 16
  let units = new Uint16Array(capacity)
  let starts = new Int32Array(capacity)
  let ends = new Int32Array(capacity)
  let gaps = new Uint8Array(capacity + 1)
  let length = 0
  let gap: number = Gap.none
  const push = (unit: number, from: number, to: number) => {
    if (length === capacity) {
      capacity *= 2
      const wider = [
        new Uint16Array(capacity),
        new Int32Array(capacity),
        new Int32Array(capacity),
        new Uint8Array(capacity + 1),
      ] as const
      wider[0].set(units)
      wider[1].set(starts)
      wider[2].set(ends)
      wider[3].set(gaps)
      ;[units, starts, ends, gaps] = wider
    }
    units[length] = unit
    starts[length] = from
    ends[length] = to
    gaps[length] = gap
    length++
    gap = Gap.none
  }
  const pushAll = (text: string, from: number, to: number) => {
    for (let k = 0; k < text.length; k++) push(text.charCodeAt(k), from, to)
  }
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i)
    if (signs.size > 0 && (unit > 0x2000 || unit === 0x2b)) {
      const code = source.codePointAt(i) ?? unit
      const word = signs.get(code)
      if (word !== undefined) {
        const to = i + (code > 0xffff ? 2 : 1)
        pushAll(word, i, to)
        i = to - 1
        continue
      }
    }
    const folded = table[unit] as number
    if (folded > 0 && folded < several) push(folded, i, i + 1)
    else if (folded === several) pushAll(expansions.get(unit) ?? '', i, i + 1)
    else if (folded === sentenceMark) gap = Gap.sentence
    else if (folded === clauseMark) gap = Math.max(gap, Gap.clause)
    else if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < source.length) {
      const pair = source.slice(i, i + 2)
      const low = pair.charCodeAt(1)
      if (low >= 0xdc00 && low <= 0xdfff) {
        const plain = pair.normalize('NFKC').toLowerCase()
        if (plain.length === 1 && plain !== pair) pushFolded(plain, i)
        else if (/^\p{Script=Han}$/u.test(pair)) pushAll(pair, i, i + 2)
        else gap = Math.max(gap, Gap.filler)
        i++
      } else gap = Math.max(gap, Gap.filler)
    } else gap = Math.max(gap, Gap.filler)
  }
  gaps[length] = gap
  return { source, units, length, starts, ends, gaps }

  function pushFolded(char: string, at: number) {
    const folded = table[char.charCodeAt(0)] as number
    if (folded > 0 && folded < several) push(folded, at, at + 2)
  }
}

/** A lexicon word in the form texts are matched in. */
export function foldWord(word: string, signs: Signs = noSigns): Uint16Array {
  const { units, length } = fold(word, signs)
  return units.slice(0, length)
}

/** The folded text as a string: for tokens, phrases and explanations. */
export function foldedText({ units, length }: Folded, from = 0, to = length): string {
  let out = ''
  for (let i = from; i < to; i++) out += String.fromCharCode(units[i] as number)
  return out
}

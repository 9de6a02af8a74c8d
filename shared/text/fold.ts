import { simplified, traditional } from './tables/simplified.ts'

/** How strongly what was left out before a unit separates it from the one before. */
export const Gap = { none: 0, filler: 1, line: 2, clause: 3, sentence: 4 } as const

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
  /** True when the text holds a sign that may stand for a word. */
  readonly signs: boolean
}

/** How a lexicon folds: the table of every BMP unit, what one unit becomes several of, and signs that stand for words. */
export interface FoldTable {
  readonly map: Uint16Array
  readonly several: ReadonlyMap<number, string>
  /** Signs (➕ 加, 💰 钱) by code point, in folded form. */
  readonly signs: ReadonlyMap<number, string>
}

/** Marks in the table instead of a folded unit; 0 leaves out. None of them is a character. */
const sentenceMark = 0xffff
const clauseMark = 0xfffe
const lineMark = 0xfdd0
const severalMark = 0xfdd1
const signMark = 0xfdd2
const isMark = (unit: number) => unit >= 0xfffe || (unit >= lineMark && unit <= signMark)

let shared: { map: Uint16Array; several: Map<number, string> } | undefined

/** The part of the table that no lexicon changes; made once, in about 50 ms. */
function plainTable() {
  if (shared) return shared
  const simple = new Map<string, string>()
  for (let i = 0; i < traditional.length; i++)
    simple.set(traditional.charAt(i), simplified.charAt(i))
  const map = new Uint16Array(65_536)
  const several = new Map<number, string>()
  for (let unit = 0; unit < 65_536; unit++) {
    if (unit >= 0xd800 && unit <= 0xdfff) continue
    const char = String.fromCharCode(unit)
    const folded = foldCharacter(char, simple)
    if (folded.length === 1) map[unit] = folded.charCodeAt(0)
    else if (folded.length > 1) {
      map[unit] = severalMark
      several.set(unit, folded)
    } else if (/[。！？!?；;]/.test(char)) map[unit] = sentenceMark
    else if (/[\n\r\u2028\u2029]/.test(char)) map[unit] = lineMark
    else if (/[，,：:]/.test(char)) map[unit] = clauseMark
  }
  shared = { map, several }
  return shared
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

/** A text with its letters and digits in their plainest form, each where it stood; the rest as it is. */
export function inPlainForm(text: string): string {
  const { map } = plainTable()
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const folded = map[text.charCodeAt(i)] as number
    out += folded > 0 && !isMark(folded) ? String.fromCharCode(folded) : text.charAt(i)
  }
  return out
}

/** Decimal digits of every script stand in runs of ten, so the value is the distance from the run's zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return value
}

/** The table of a lexicon: `lookAlikes` give a character and those written in its place, `signs` a sign and its word. */
export function makeFoldTable(
  lookAlikes: readonly string[] = [],
  signs: Readonly<Record<string, string>> = {},
): FoldTable {
  const plain = plainTable()
  const map = plain.map.slice()
  for (const [head = '', ...others] of lookAlikes.map((group) => [...group]))
    for (const other of others)
      if (other.length === 1) map[other.charCodeAt(0)] = map[head.charCodeAt(0)] as number
  const bare: FoldTable = { map, several: plain.several, signs: new Map() }
  const words = new Map<number, string>()
  for (const [sign, word] of Object.entries(signs)) {
    const code = sign.codePointAt(0) ?? 0
    words.set(code, foldedText(fold(word, bare)))
    if (code < 0x10000 && map[code] === 0) map[code] = signMark
  }
  return { ...bare, signs: words }
}

/** Arrays a text is folded into. Those of a desk are used again by the next text that is folded at it. */
export class Desk {
  units = new Uint16Array(0)
  starts = new Int32Array(0)
  ends = new Int32Array(0)
  gaps = new Uint8Array(1)
  length = 0
  /** What was left out since the last unit. */
  gap = 0
  signs = false

  clear(capacity: number): void {
    this.length = 0
    this.gap = 0
    this.signs = false
    if (this.units.length < capacity || this.units.length > maxKept) this.size(capacity)
  }

  private size(capacity: number) {
    const { units, starts, ends, gaps, length } = this
    this.units = new Uint16Array(capacity)
    this.starts = new Int32Array(capacity)
    this.ends = new Int32Array(capacity)
    this.gaps = new Uint8Array(capacity + 1)
    this.units.set(units.subarray(0, length))
    this.starts.set(starts.subarray(0, length))
    this.ends.set(ends.subarray(0, length))
    this.gaps.set(gaps.subarray(0, length))
  }

  put(unit: number, from: number, to: number): void {
    const at = this.length++
    if (at === this.units.length) this.size(at * 2 + 8)
    this.units[at] = unit
    this.starts[at] = from
    this.ends[at] = to
    this.gaps[at] = this.gap
    this.gap = 0
  }

  putAll(text: string, from: number, to: number): void {
    for (let k = 0; k < text.length; k++) this.put(text.charCodeAt(k), from, to)
  }

  skip(gap: number): void {
    if (gap > this.gap) this.gap = gap
  }
}

/** A desk gives back the memory of one text longer than this. */
const maxKept = 1 << 16

/**
 * Folds a text. Linear; any input, lone surrogates included, gives offsets inside the text. Signs are left out like
 * other symbols unless `spoken`, which puts their words in their place. With a `desk` of the caller's the result is
 * good only until the next text is folded at it.
 */
export function fold(source: string, table: FoldTable, spoken = false, desk = new Desk()): Folded {
  const { map } = table
  desk.clear(source.length + 8)
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i)
    const folded = map[unit] as number
    if (folded > 0 && !isMark(folded)) desk.put(folded, i, i + 1)
    else if (folded === 0 && unit >= 0xd800 && unit <= 0xdbff)
      i += putPair(source, i, table, spoken, desk)
    else if (folded === severalMark) desk.putAll(table.several.get(unit) ?? '', i, i + 1)
    else if (folded === signMark) putSign(unit, i, i + 1, table, spoken, desk)
    else desk.skip(strength(folded))
  }
  const { units, length, starts, ends, gaps, gap, signs } = desk
  gaps[length] = gap
  return { source, units, length, starts, ends, gaps, signs }
}

function putSign(
  code: number,
  from: number,
  to: number,
  { signs }: FoldTable,
  spoken: boolean,
  desk: Desk,
): void {
  desk.signs = true
  if (spoken) desk.putAll(signs.get(code) ?? '', from, to)
  else desk.skip(Gap.filler)
}

/**
 * A character beyond the BMP: mathematical letters, squared characters and rare ideographs are read, other pairs are
 * symbols. Answers how many units it has beyond its first.
 */
function putPair(source: string, at: number, table: FoldTable, spoken: boolean, desk: Desk): 0 | 1 {
  const code = source.codePointAt(at) ?? 0
  if (code < 0x10000) {
    desk.skip(Gap.filler)
    return 0
  }
  if (table.signs.has(code)) putSign(code, at, at + 2, table, spoken, desk)
  else {
    const pair = String.fromCodePoint(code)
    const plain = pair.normalize('NFKC').toLowerCase()
    const folded = plain.length === 1 ? (table.map[plain.charCodeAt(0)] as number) : 0
    if (folded > 0 && !isMark(folded)) desk.put(folded, at, at + 2)
    else if (/^\p{Script=Han}$/u.test(pair)) desk.putAll(pair, at, at + 2)
    else desk.skip(Gap.filler)
  }
  return 1
}

function strength(mark: number): number {
  if (mark === sentenceMark) return Gap.sentence
  if (mark === clauseMark) return Gap.clause
  return mark === lineMark ? Gap.line : Gap.filler
}

const wordDesk = new Desk()

/** A lexicon word in the form texts are matched in. */
export function foldWord(word: string, table: FoldTable): string {
  if (isFolded(word, table)) return word
  return foldedText(fold(word, table, false, wordDesk))
}

/** Whether folding changes nothing, as with nearly every word of a lexicon. */
function isFolded(word: string, { map }: FoldTable): boolean {
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    if (unit === 0 || map[unit] !== unit) return false
  }
  return true
}

/** The folded text as a string: for tokens, phrases and explanations. */
export function foldedText({ units, length }: Folded, from = 0, to = length): string {
  let out = ''
  for (let i = from; i < to; i++) out += String.fromCharCode(units[i] as number)
  return out
}

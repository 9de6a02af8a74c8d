import type { Trie } from './trie.ts'

/** The ways of writing a digit that count as the digit: 第一 is 第1 is 第壹. */
const digits = new Map(
  ['零〇', '一壹', '二贰', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap(
    (forms, digit) => [...forms].map((form) => [form, String(digit)] as const),
  ),
)
const numeral = new RegExp(`[${[...digits.keys()].join('')}]`, 'g')
const isNumeral = new Uint8Array(65_536)
for (const form of digits.keys()) isNumeral[form.charCodeAt(0)] = 1

/** A word with its numerals as digits. */
export function withDigits(word: string): string {
  for (let i = 0; i < word.length; i++)
    if (isNumeral[word.charCodeAt(i)] === 1)
      return word.replace(numeral, (form) => digits.get(form) ?? form)
  return word
}

/** Makes a trie of words with digits take every numeral for its digit, in whatever text it reads. */
export function readNumerals(trie: Trie): Trie {
  return { ...trie, classOf: sameForNumerals(trie.classOf.slice()) }
}

/** Gives every numeral its digit's place in a table by unit. */
export function sameForNumerals<T extends Uint16Array | Int32Array>(table: T): T {
  for (const [form, digit] of digits)
    table[form.charCodeAt(0)] = table[digit.charCodeAt(0)] as number
  return table
}

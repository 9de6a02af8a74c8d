import { maxRecordChars } from '../parser.ts'

/** The text ended, or the longest record did, before the value did. */
export const unfinished = -1
const wrong = -2

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
/** Any sign of a number or a word. */
const plain = 0

/** No record is nested deeper; what is, would be looked at again from each of its depths. */
const maxDepth = 64
const isObject = new Uint8Array(maxDepth + 1)

/** Where stands what no JSON has, by an end that is neither one nor `unfinished`. */
export const wrongAt = (end: number) => wrong - end

/**
 * Where the value that opens at `start` ends, `unfinished`, or by `wrongAt` the first sign that cannot be one of JSON's: a text
 * without an end, or an element without one, does not swallow what follows it.
 */
export function endOfValue(text: string, start: number): number {
  const limit = Math.min(text.length, start + maxRecordChars)
  let depth = 0
  let before = comma
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code <= 0x20) continue
    if (code === quote) {
      if (!beginsAfter(before) && before !== openBrace) return wrong - at
      at = endOfString(text, at + 1)
      if (at < 0) return unfinished
    } else if (code === openBrace || code === openBracket) {
      if (depth === maxDepth || !beginsAfter(before)) return wrong - at
      if (isObject[depth] === 1 && depth > 0 && before !== colon) return wrong - at
      isObject[++depth] = code === openBrace ? 1 : 0
    } else if (code === closeBrace || code === closeBracket) {
      if ((isObject[depth] === 1) !== (code === closeBrace)) return wrong - at
      if (--depth === 0) return at + 1
    } else if (code !== comma && code !== colon) {
      if (before !== plain && !beginsAfter(before)) return wrong - at
      before = plain
      continue
    }
    before = code
  }
  return unfinished
}

/** A value, or the name of one, may begin behind it. */
function beginsAfter(sign: number): boolean {
  return sign === comma || sign === colon || sign === openBracket
}

function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1))
    if (!isEscaped(text, end, from)) return end
  return -1
}

function isEscaped(text: string, at: number, from: number): boolean {
  let before = at - 1
  while (before >= from && text.charCodeAt(before) === backslash) before--
  return (at - 1 - before) % 2 === 1
}

/** What may stand behind the end of a text: the end of its name, of its object or array, or the next of them. */
const behindText = /\s*(?:[:}\]]|,\s*["\d{[tfn-])/y

/** The same with those quotes escaped that end no text, for nobody escaped what people wrote. */
export function quotesMended(text: string): string {
  let out = ''
  let from = 0
  let open = -1
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (open < 0) open = at
    else if (!isEscaped(text, at, open + 1)) {
      behindText.lastIndex = at + 1
      if (behindText.test(text)) open = -1
      else {
        out += `${text.slice(from, at)}\\`
        from = at
      }
    }
  }
  return out + text.slice(from)
}

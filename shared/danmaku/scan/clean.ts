const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
])

/** The longest reference is `&#1114111;`. */
const maxReference = 10

/** Replaces XML's five entities, nbsp and numeric references; anything else that starts with & stays as it is. */
export function unescapeXml(text: string): string {
  let at = text.indexOf('&')
  if (at < 0) return text
  let out = ''
  let from = 0
  let end = -1
  for (; at >= 0; at = text.indexOf('&', at + 1)) {
    if (end < at) end = text.indexOf(';', at)
    if (end < 0) break
    if (end - at >= maxReference) continue
    const character = referred(text.slice(at + 1, end))
    if (character === null) continue
    out += text.slice(from, at) + character
    from = end + 1
  }
  return from === 0 ? text : out + text.slice(from)
}

/** What stands between `&` and `;`; null when it refers to nothing. */
function referred(name: string): string | null {
  if (name[0] !== '#') return named.get(name) ?? null
  const [, decimal, hex] = /^#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}))$/.exec(name) ?? []
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : null
}

/** Any half of a pair is suspicious; emoji make this true too, and the slower expression then finds nothing. */
const suspicious = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\ud800-\udfff]/
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\p{Surrogate}]/gu

/**
 * Drops control characters, byte order marks and lone surrogates, which no database takes. Emoji and zero-width signs stay:
 * they are used to dodge filters and belong to the evidence.
 */
export function printable(text: string): string {
  return suspicious.test(text) ? text.replace(unprintable, '') : text
}

/** Whether a stretch of text needs neither of the two above: nothing to unescape, nothing to drop, no CDATA. */
export function isPlain(units: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = units[at] ?? 0
    if (code < 0x20 || code === 0x26 || code === 0x3c) return false
    if (code >= 0x7f && (code < 0xa0 || (code >= 0xd800 && (code < 0xe000 || code === 0xfeff))))
      return false
  }
  return true
}

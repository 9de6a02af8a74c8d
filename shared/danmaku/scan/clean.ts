const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

const entity = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g

/** Replaces XML's five entities, nbsp and numeric references; anything else that starts with & stays as it is. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
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

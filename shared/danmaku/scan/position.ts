const comma = 0x2c
const dot = 0x2e

/**
 * The comma-separated `p` of one element, read in place: a file may hold a million of them, and taking each apart into texts costs
 * more than everything else. One reader serves one parser; it describes the last `p` it was given.
 */
export function positionReader() {
  const ends = new Int32Array(12)
  let p = ''
  let count = 0

  return {
    read(text: string): void {
      p = text
      count = 0
      for (let at = 0; at < text.length && count < 11; at++)
        if (text.charCodeAt(at) === comma) ends[count++] = at
      ends[count++] = text.length
    },

    text(field: number): string {
      return field < count ? p.slice(startOf(field), ends[field]).trim() : ''
    },

    /** NaN for a field that is absent, empty or no number. */
    number(field: number): number {
      if (field >= count) return Number.NaN
      const to = ends[field] ?? 0
      let value = 0
      let scale = 0
      for (let at = startOf(field); at < to; at++) {
        const code = p.charCodeAt(at)
        const figure = code - 0x30
        if (figure >= 0 && figure <= 9 && scale < 1e12) {
          value = value * 10 + figure
          scale *= 10
        } else if (code === dot && scale === 0) scale = 1
        else return otherwise(field)
      }
      return startOf(field) === to ? Number.NaN : scale > 1 ? value / scale : value
    },
  }

  function startOf(field: number): number {
    return field === 0 ? 0 : (ends[field - 1] ?? 0) + 1
  }

  /** Signs, blanks, exponents and very long fractions. */
  function otherwise(field: number): number {
    const text = p.slice(startOf(field), ends[field]).trim()
    return text === '' ? Number.NaN : Number(text)
  }
}

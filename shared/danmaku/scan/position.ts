const comma = 0x2c
const dot = 0x2e
/** The longest `p` met has nine fields. */
const maxFields = 12
/** Twice as many figures as a 32-bit integer holds whatever they are. */
const maxFigures = 18
const half = maxFigures / 2
const tens = Float64Array.from({ length: maxFigures + 1 }, (_, power) => 10 ** power)

/**
 * The comma-separated `p` of one element, read in place: a file may hold a million of them, and taking each apart into texts costs
 * more than everything else. One reader serves one parser; it describes the last `p` it was given.
 */
export function positionReader() {
  const ends = new Int32Array(maxFields)
  let source = ''
  let codes: Uint16Array = new Uint16Array(0)
  let from = 0
  let count = 0

  return {
    read(text: string, units: Uint16Array, start: number, end: number): true {
      source = text
      codes = units
      from = start
      count = 0
      for (let at = start; at < end && count < maxFields - 1; at++)
        if (units[at] === comma) ends[count++] = at
      ends[count++] = end
      return true
    },

    text(field: number): string {
      return field < count ? source.slice(startOf(field), ends[field]).trim() : ''
    },

    /** NaN for a field that is absent, empty or no number. */
    number(field: number): number {
      if (field >= count) return Number.NaN
      const to = ends[field] ?? 0
      // Whole numbers of 32 bits, because each figure waits for the one before.
      let high = 0
      let low = 0
      let figures = 0
      let point = -1
      let at = startOf(field)
      if (at === to) return Number.NaN
      for (; at < to; at++) {
        const code = codes[at] ?? 0
        const figure = code - 0x30
        if (figure >= 0 && figure <= 9 && figures < maxFigures) {
          if (figures < half) high = (high * 10 + figure) | 0
          else low = (low * 10 + figure) | 0
          figures++
        } else if (code === dot && point < 0) point = figures
        else return otherwise(field)
      }
      const after = point < 0 ? 0 : figures - point
      const value = figures <= half ? high : high * (tens[figures - half] ?? 1) + low
      if (value > Number.MAX_SAFE_INTEGER) return otherwise(field)
      return after === 0 ? value : value / (tens[after] ?? 1)
    },
  }

  function startOf(field: number): number {
    return field === 0 ? from : (ends[field - 1] ?? 0) + 1
  }

  /** Signs, blanks, exponents and very many figures. */
  function otherwise(field: number): number {
    const text = source.slice(startOf(field), ends[field]).trim()
    return text === '' ? Number.NaN : Number(text)
  }
}

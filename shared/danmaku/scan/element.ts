import { unitReader } from './units.ts'

const equals = 0x3d
const doubleQuote = 0x22
const apostrophe = 0x27
const slash = 0x2f
/** Recorders write a dozen at most. */
const maxAttributes = 32

/** Looks at a piece of text where it stands. */
export type Look<T> = (source: string, units: Uint16Array, from: number, to: number) => T

/** One element as it is written; serves until the next one is read. */
export type XmlElement = Omit<ReturnType<typeof elementReader>, 'read'>

/**
 * One element, its attributes found in place and in one pass however many are asked for: a file may hold a million messages. A quote
 * inside an unescaped value does not end it: only one before a blank or the tag's end does.
 */
export function elementReader() {
  const names = new Int32Array(maxAttributes)
  const nameEnds = new Int32Array(maxAttributes)
  const values = new Int32Array(maxAttributes)
  const ends = new Int32Array(maxAttributes)
  let source = ''
  let codes: Uint16Array = new Uint16Array(0)
  let from = 0
  let to = 0
  let textFrom = 0
  let textTo = 0
  let count = 0

  return {
    /** The inside of the start tag goes in `text`, whose units are given, from `start` to `end`; the content lies between the last two. */
    read(
      text: string,
      units: Uint16Array,
      start: number,
      end: number,
      contentFrom: number,
      contentTo: number,
    ): void {
      source = text
      codes = units
      from = start
      to = end
      textFrom = contentFrom
      textTo = contentTo
      count = 0
      let at = start
      while (count < maxAttributes) {
        let sign = at
        while (sign < end && units[sign] !== equals) sign++
        if (sign >= end) return
        let nameEnd = sign
        while (nameEnd > at && (units[nameEnd - 1] ?? 0) <= 0x20) nameEnd--
        let name = nameEnd
        while (name > at && (units[name - 1] ?? 0) > 0x20) name--
        at = sign + 1
        while (at < end && (units[at] ?? 0) <= 0x20) at++
        const quote = units[at]
        if (quote !== doubleQuote && quote !== apostrophe) continue
        const close = endOfValue(text, units, at + 1, end, quote === doubleQuote ? '"' : "'")
        // Every value behind this one would have ended it.
        if (close < 0) return
        names[count] = name
        nameEnds[count] = nameEnd
        values[count] = at + 1
        ends[count++] = close
        at = close + 1
      }
    },

    /** The raw value, null if absent. */
    value(name: string): string | null {
      const at = find(name)
      return at < 0 ? null : source.slice(values[at], ends[at])
    },

    /** What `look` makes of the raw value where it stands, null if absent. */
    inside<T>(name: string, look: Look<T>): T | null {
      const at = find(name)
      return at < 0 ? null : look(source, codes, values[at] ?? 0, ends[at] ?? 0)
    },

    /** What `look` makes of the raw content where it stands. */
    content<T>(look: Look<T>): T {
      return look(source, codes, textFrom, textTo)
    },

    /** The raw content. */
    text: () => source.slice(textFrom, textTo),

    /** The inside of the start tag as it is written. */
    tag: () => source.slice(from, to),
  }

  function find(name: string): number {
    const first = name.charCodeAt(0)
    for (let at = 0; at < count; at++) {
      const start = names[at] ?? 0
      if ((nameEnds[at] ?? 0) - start !== name.length || codes[start] !== first) continue
      if (source.startsWith(name, start)) return at
    }
    return -1
  }
}

function endOfValue(
  text: string,
  units: Uint16Array,
  from: number,
  to: number,
  quote: string,
): number {
  for (let at = text.indexOf(quote, from); at >= 0 && at < to; at = text.indexOf(quote, at + 1)) {
    if (at + 1 === to) return at
    const after = units[at + 1] ?? 0
    if (after <= 0x20 || after === slash) return at
  }
  return -1
}

const single = elementReader()
const unitsOf = unitReader()

/** The raw value of one attribute out of the inside of a tag, null if absent. */
export function attribute(attributes: string, name: string): string | null {
  single.read(attributes, unitsOf(attributes), 0, attributes.length, 0, 0)
  return single.value(name)
}

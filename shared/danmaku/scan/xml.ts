import { maxRecordChars } from '../parser.ts'
import { elementReader, type XmlElement } from './element.ts'
import { unitReader } from './units.ts'

export interface XmlSink {
  /** `element` serves until the next one; `whole` is false when a missing part was made up for. */
  element(name: string, element: XmlElement, whole: boolean): void
  /** An element of ours that could not be read. */
  broken(): void
}

const lessThan = 0x3c
const equals = 0x3d
const slash = 0x2f
const exclamation = 0x21
const doubleQuote = 0x22
const apostrophe = 0x27
const startOfName = /<(?:\w+:)?([a-z]+)(?=[\s/>])/y
const nextElement =
  /<(?:d\s+p\s*=\s*["']-?[\d.]+,|(?:sc|gift|guard|toast|s|o|chat)\s+\w+=["'])|<\/i>\s*(?:<\?xml|<i>|$)/y
const attributeRun = /(?:\s*[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))+/y
/** More than a usual element has. */
const seamChars = 4096
const tornTail = /<\/?\w{0,6}$/

/**
 * Finds elements of the given names in text that claims to be XML and often is not: unescaped text and attributes, missing end
 * tags, start tags without `>`, several documents in a row, a torn tail. Never resolves entities, styles or scripts, and looks at
 * each character a bounded number of times.
 */
export function xmlScanner(names: ReadonlySet<string>, sink: XmlSink) {
  const found = elementReader()
  const unitsOf = unitReader()
  let units: Uint16Array = new Uint16Array(0)
  let rest = ''

  /** Reads every whole element; the tail that needs more text. */
  function scan(buffer: string, final: boolean, begin = 0): string {
    let commentsClose = true
    let from = begin
    units = unitsOf(buffer)
    for (;;) {
      const start = buffer.indexOf('<', from)
      if (start < 0) return ''
      if (!final && buffer.length - start < 32) return buffer.slice(start)
      if (
        commentsClose &&
        buffer.charCodeAt(start + 1) === exclamation &&
        buffer.startsWith('<!--', start)
      ) {
        const close = buffer.indexOf('-->', start + 4)
        if (close < 0 && !final && buffer.length - start < maxRecordChars)
          return buffer.slice(start)
        commentsClose = close >= 0
        from = close >= 0 ? close + 3 : start + 4
        continue
      }
      const name = nameAt(buffer, start)
      if (name === undefined || !names.has(name)) {
        from = start + 1
        continue
      }
      const next = element(buffer, name, startOfName.lastIndex, final)
      if (next === null) {
        if (!final && buffer.length - start <= maxRecordChars) return buffer.slice(start)
        sink.broken()
        return ''
      }
      from = next
    }
  }

  /** Reads one element whose name ends at `at`; the place after it, or null when its end is not in the buffer. */
  function element(buffer: string, name: string, at: number, final: boolean): number | null {
    const close = name === 'd' ? '</d>' : `</${name}>`
    const usual = plainElement(buffer, name, at, close)
    if (usual >= 0) return usual
    const tag = startTag(buffer, name, at)
    if (tag === null) return null
    const hand = (to: number, whole: boolean) => {
      found.read(buffer, units, at, tag.end, tag.text, to)
      sink.element(name, found, whole)
    }
    if (tag.selfClosing) {
      hand(tag.text, true)
      return tag.text
    }
    for (let lt = buffer.indexOf('<', tag.text); lt >= 0; lt = buffer.indexOf('<', lt + 1)) {
      if (buffer.charCodeAt(lt + 1) === slash && buffer.startsWith(close, lt)) {
        hand(lt, tag.whole)
        return lt + close.length
      }
      nextElement.lastIndex = lt
      const next = nextElement.exec(buffer)
      if (next && (final || nextElement.lastIndex < buffer.length)) {
        hand(lt, false)
        return lt
      }
    }
    if (!final) return null
    const torn = tornTail.exec(buffer.slice(-8))?.[0].length ?? 0
    hand(Math.max(tag.text, buffer.length - torn), false)
    return buffer.length
  }

  /** Reads an element as nearly all are, with nothing unescaped inside; the place after it, or -1 when there is more to think about. */
  function plainElement(buffer: string, name: string, at: number, close: string): number {
    const gt = buffer.indexOf('>', at)
    const lt = buffer.indexOf('<', at)
    if (gt < 0 || lt < gt || buffer.charCodeAt(gt - 1) !== doubleQuote) return -1
    if (buffer.charCodeAt(lt + 1) !== slash || !buffer.startsWith(close, lt)) return -1
    if (buffer.charCodeAt(gt - 2) === equals || afterPosition(buffer, name, at) !== null) return -1
    found.read(buffer, units, at, gt, gt + 1, lt)
    sink.element(name, found, true)
    return lt + close.length
  }

  return {
    push(text: string): void {
      if (rest === '' || text.length <= seamChars) {
        rest = scan(rest + text, false)
        return
      }
      // Only the seam is put together: reading a joined text costs twice as much, character by character.
      rest = scan(rest + text.slice(0, seamChars), false)
      const read = seamChars - rest.length
      rest = read < 0 ? scan(rest + text.slice(seamChars), false) : scan(text, false, read)
    },
    end(): void {
      rest = scan(rest, true)
    },
  }
}

/** The name of the element that begins at `start`; `startOfName.lastIndex` is then where it ends. */
function nameAt(buffer: string, start: number): string | undefined {
  // Nearly every element is one, and the expression costs as much as reading it.
  if (buffer.charCodeAt(start + 1) === 0x64 && buffer.charCodeAt(start + 2) === 0x20) {
    startOfName.lastIndex = start + 2
    return 'd'
  }
  startOfName.lastIndex = start
  return startOfName.exec(buffer)?.[1]
}

interface StartTag {
  /** End of the attributes, start of the content. */
  readonly end: number
  readonly text: number
  readonly selfClosing: boolean
  readonly whole: boolean
}

/**
 * A start tag ends at the first `>` that follows a closing quote: a bare `>` may stand inside an attribute, but `">` only ends one.
 * Null when there is no such place in the buffer.
 */
function startTag(buffer: string, name: string, at: number): StartTag | null {
  const missing = afterPosition(buffer, name, at)
  if (missing !== null) return { end: missing, text: missing, selfClosing: false, whole: false }
  if (buffer.charCodeAt(at) === 0x3e)
    return { end: at, text: at + 1, selfClosing: false, whole: true }
  let lt = buffer.indexOf('<', at)
  for (let gt = buffer.indexOf('>', at); gt >= 0 || lt >= 0; gt = buffer.indexOf('>', gt + 1)) {
    for (; lt >= 0 && (lt < gt || gt < 0); lt = buffer.indexOf('<', lt + 1)) {
      nextElement.lastIndex = lt
      if (nextElement.test(buffer)) return { end: lt, text: lt, selfClosing: false, whole: false }
    }
    if (gt < 0) return null
    let last = gt - 1
    const selfClosing = buffer.charCodeAt(last) === slash
    if (selfClosing) last--
    while (last > at && buffer.charCodeAt(last) <= 0x20) last--
    const ends = buffer.charCodeAt(last)
    if ((ends === doubleQuote || ends === apostrophe) && buffer[last - 1] !== '=') {
      return { end: last + 1, text: gt + 1, selfClosing, whole: true }
    }
    const open = gt - name.length - 2
    if (buffer.charCodeAt(open) === lessThan && buffer.startsWith(`</${name}>`, open)) {
      attributeRun.lastIndex = at
      const text = attributeRun.test(buffer) ? attributeRun.lastIndex : at
      return { end: text, text, selfClosing: false, whole: false }
    }
  }
  return null
}

/** Where the text of `<d p="…"text` begins, whose `>` was lost right after the position; null when nothing is wrong there. */
function afterPosition(buffer: string, name: string, at: number): number | null {
  if (name !== 'd' || !buffer.startsWith(' p="', at)) return null
  const quote = buffer.indexOf('"', at + 4)
  if (quote < 0 || quote - at > 400) return null
  const next = buffer.charCodeAt(quote + 1)
  return next <= 0x20 || next === 0x3e || next === slash || Number.isNaN(next) ? null : quote + 1
}

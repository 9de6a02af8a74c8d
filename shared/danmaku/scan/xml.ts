import { maxRecordChars } from '../parser.ts'

export interface XmlSink {
  /** `attributes` is the raw inside of the start tag, `text` the raw content; `whole` is false when a missing part was made up for. */
  element(name: string, attributes: string, text: string, whole: boolean): void
  /** An element of ours that could not be read. */
  broken(): void
}

const lessThan = 0x3c
const slash = 0x2f
const exclamation = 0x21
const doubleQuote = 0x22
const apostrophe = 0x27
const startOfName = /<(?:\w+:)?([a-z]+)(?=[\s/>])/y
const nextElement =
  /<(?:d\s+p\s*=\s*["']-?[\d.]+,|(?:sc|gift|guard|toast|s|o|chat)\s+\w+=["'])|<\/i>\s*(?:<\?xml|<i>|$)/y
const attributeRun = /(?:\s*[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))+/y
const tornTail = /<\/?\w{0,6}$/

/**
 * Finds elements of the given names in text that claims to be XML and often is not: unescaped text and attributes, missing end
 * tags, start tags without `>`, several documents in a row, a torn tail. Never resolves entities, styles or scripts, and looks at
 * each character a bounded number of times.
 */
export function xmlScanner(names: ReadonlySet<string>, sink: XmlSink) {
  let rest = ''

  /** Reads every whole element; the tail that needs more text. */
  function scan(buffer: string, final: boolean): string {
    let commentsClose = true
    let from = 0
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
    const tag = startTag(buffer, name, at)
    if (tag === null) return null
    const attributes = buffer.slice(at, tag.end)
    if (tag.selfClosing) {
      sink.element(name, attributes, '', true)
      return tag.text
    }
    const close = `</${name}>`
    for (let lt = buffer.indexOf('<', tag.text); lt >= 0; lt = buffer.indexOf('<', lt + 1)) {
      if (buffer.charCodeAt(lt + 1) === slash && buffer.startsWith(close, lt)) {
        sink.element(name, attributes, buffer.slice(tag.text, lt), tag.whole)
        return lt + close.length
      }
      nextElement.lastIndex = lt
      const found = nextElement.exec(buffer)
      if (found && (final || nextElement.lastIndex < buffer.length)) {
        sink.element(name, attributes, buffer.slice(tag.text, lt), false)
        return lt
      }
    }
    if (!final) return null
    sink.element(name, attributes, buffer.slice(tag.text).replace(tornTail, ''), false)
    return buffer.length
  }

  return {
    push(text: string): void {
      rest = scan(rest + text, false)
    },
    end(): void {
      rest = scan(rest, true)
    },
  }
}

/** The name of the element that begins at `start`; `startOfName.lastIndex` is then where it ends. */
function nameAt(buffer: string, start: number): string | undefined {
  // Nearly every element is one, and the expression costs as much as reading it.
  if (buffer.startsWith('<d ', start)) {
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

/** How attributes begin; put together once and not for each of a million messages. */
const beginnings = new Map<string, string>()

function beginningOf(name: string): string {
  const known = beginnings.get(name)
  if (known !== undefined) return known
  beginnings.set(name, `${name}=`)
  return `${name}=`
}

/** The raw value of one attribute, null if absent. A quote inside an unescaped value does not end it: only one before a blank or the tag's end does. */
export function attribute(attributes: string, name: string): string | null {
  const sought = beginningOf(name)
  let at = attributes.indexOf(sought)
  while (at > 0 && attributes.charCodeAt(at - 1) > 0x20) at = attributes.indexOf(sought, at + 1)
  if (at < 0) return null
  const open = at + name.length + 1
  const quote = attributes[open]
  if (quote !== '"' && quote !== "'") return null
  for (
    let end = attributes.indexOf(quote, open + 1);
    end >= 0;
    end = attributes.indexOf(quote, end + 1)
  ) {
    const after = attributes.charCodeAt(end + 1)
    if (Number.isNaN(after) || after <= 0x20 || after === slash)
      return attributes.slice(open + 1, end)
  }
  return null
}

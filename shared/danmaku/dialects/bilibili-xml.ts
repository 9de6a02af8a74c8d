import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import type { DanmakuDialect } from '../dialect.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { isPlain, printable, unescapeXml } from '../scan/clean.ts'
import type { XmlElement } from '../scan/element.ts'
import { positionReader } from '../scan/position.ts'
import { epochMs } from '../scan/time.ts'
import { xmlScanner } from '../scan/xml.ts'

/** What a head says that every later element needs. */
export interface XmlHead {
  /** Text is written without any escaping: take it literally. */
  readonly literal: boolean
  /** The room's own name, whose messages speak for the room. */
  readonly anchor: string | null
}

const kinds: Record<string, CommentKind> = {
  sc: 'super_chat',
  gift: 'gift',
  guard: 'guard',
  toast: 'guard',
  o: 'system',
}
const names = new Set(['d', 's', ...Object.keys(kinds)])
const supportKinds: Record<string, CommentKind> = { super_chat: 'super_chat', guard_buy: 'guard' }
/** One recorder writes this constant for everybody: it names nobody. */
const namesNobody = (id: string) => id === '' || id === '0' || id === '1602022773'
/** Comments of a replay were sent any time after it: their dates are not the broadcast's. */
const replays = new Set<DanmakuDialect>(['bilibili-xml', 'bilibili-client-xml'])

/** Where the fields of `p` stand on the web and in every recorder, and in the desktop client. */
const places = { time: 0, mode: 1, sent: 4, sender: 6, row: 7 }
const clientPlaces = { time: 2, mode: 3, sent: 6, sender: 8, row: 0 }

/** Reads Bilibili's `<d p="…">` XML in all its recorder dialects, with gifts, super chats and guards. Times: `p` field 0, `ts`. */
export function bilibiliXml(dialect: DanmakuDialect, head: XmlHead, tally: Tally): Parser {
  const replay = replays.has(dialect)
  const client = dialect === 'bilibili-client-xml'
  const position = positionReader()
  const place = client ? clientPlaces : places
  const once = head.literal ? (text: string) => text : unescapeXml
  // blrec escapes the text before its XML writer escapes it again.
  const twice = dialect === 'blrec' ? (text: string) => unescapeXml(unescapeXml(text)) : once

  function words(source: string, units: Uint16Array, from: number, to: number): string {
    const raw = source.slice(from, to)
    return isPlain(units, from, to) ? raw : printable(twice(withoutCdata(raw)))
  }

  function nameOf(source: string, units: Uint16Array, from: number, to: number): string | null {
    const raw = source.slice(from, to)
    return (isPlain(units, from, to) ? raw : printable(once(raw))) || null
  }

  /** Null without a position that holds a time. */
  function chat(element: XmlElement): Comment | null {
    if (element.inside('p', position.read) === null) return null
    const time = position.number(place.time)
    if (!Number.isFinite(time)) return null
    const special = isSpecial(position.number(place.mode))
    const said = element.content(words)
    const user = userOf(element)
    const uid = element.value('uid') ?? position.text(place.sender)
    const row = replay ? position.text(place.row) : ''
    return {
      kind: special ? 'special' : 'chat',
      tMs: Math.max(0, Math.round(client ? time : time * 1000)),
      atMs: replay ? null : epochMs(position.number(place.sent)),
      text: special ? wordsOfScript(said) : said,
      sender: namesNobody(uid) ? user : uid,
      staff: speaksForRoom(user, element),
      // Only video pages number their messages; a recorder's last field is 0, a counter or the viewer's session.
      id: row !== '' && row !== '0' ? row : null,
    }
  }

  /** Null without any time. */
  function other(element: XmlElement, name: string): Comment | null {
    const support = supportKinds[element.value('type') ?? ''] ?? 'gift'
    const kind = kinds[name] ?? support
    const stamp = Number(element.value('timestamp') ?? Number.NaN)
    const ts = Number(element.value('ts') ?? Number.NaN)
    if (Number.isNaN(stamp) && Number.isNaN(ts)) return null
    const text = element.content(words).trim()
    const user = userOf(element)
    const uid = element.value('uid') ?? ''
    return {
      kind,
      // Some recorders write the server's clock into `ts`, most the file's.
      tMs: ts < 1e9 ? Math.max(0, Math.round(ts * 1000)) : null,
      atMs: epochMs(stamp) ?? epochMs(ts),
      text: text || (element.inside('giftname', nameOf) ?? element.inside('role', nameOf) ?? ''),
      sender: namesNobody(uid) ? user : uid,
      staff: speaksForRoom(user, element),
      id: null,
    }
  }

  function userOf(element: XmlElement): string | null {
    return element.inside('user', nameOf) ?? element.inside('username', nameOf)
  }

  function speaksForRoom(user: string | null, element: XmlElement): boolean {
    return (user !== null && user === head.anchor) || element.inside('raw', isModerator) === true
  }

  return collecting(tally, (found) =>
    xmlScanner(names, {
      element(name, element, whole) {
        const comment = name === 'd' ? chat(element) : other(element, name)
        if (comment === null) tally.unreadable++
        else found(comment)
        if (comment !== null && !whole) tally.repaired++
      },
      broken() {
        tally.unreadable++
      },
    }),
  )
}

/** Positioned text, script and animation: not said in the chat, kept apart, never run. */
const isSpecial = (mode: number) => mode >= 7 && mode <= 9

/** The words of a positioned comment: the fifth item of its JSON array; the text as it stands for anything else. */
function wordsOfScript(text: string): string {
  if (!text.startsWith('[')) return text
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) && typeof parts[4] === 'string' ? printable(parts[4]) : text
  } catch {
    return text
  }
}

const comma = 0x2c
const zero = 0x30
const one = 0x31

/** 房管: the third item of the sender's array inside the escaped raw message; a viewer cannot fake it, quotes in text are `\\&quot;`. */
function isModerator(source: string, units: Uint16Array, from: number, to: number): boolean {
  for (
    let at = source.indexOf('[', from + 1);
    at > 0 && at < to;
    at = source.indexOf('[', at + 1)
  ) {
    if (units[at - 1] !== comma) continue
    let name = at + 1
    while (isFigure(units[name] ?? 0)) name++
    if (name === at + 1 || units[name] !== comma || !source.startsWith('&quot;', name + 1)) continue
    const flag = source.indexOf('&quot;,', name + 7) + 7
    if (flag < 7 || flag >= to || units[flag + 1] !== comma) continue
    if (units[flag] === one || units[flag] === zero) return units[flag] === one
  }
  return false
}

function isFigure(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function withoutCdata(raw: string): string {
  if (!raw.startsWith('<![CDATA[')) return raw
  return raw.slice(9, raw.endsWith(']]>') ? -3 : undefined)
}

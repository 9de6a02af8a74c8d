import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import type { DanmakuDialect } from '../dialect.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { printable, unescapeXml } from '../scan/clean.ts'
import { positionReader } from '../scan/position.ts'
import { epochMs } from '../scan/time.ts'
import { attribute, xmlScanner } from '../scan/xml.ts'

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
const nobody = new Set(['', '0', '1602022773'])
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
  const wordsIn = (raw: string) => printable(twice(withoutCdata(raw)))

  /** Null without a position that holds a time. */
  function chat(attributes: string, raw: string): Comment | null {
    position.read(attribute(attributes, 'p') ?? '')
    const time = position.number(place.time)
    if (!Number.isFinite(time)) return null
    const special = specialModes.has(position.number(place.mode))
    const words = wordsIn(raw)
    const user = userOf(attributes)
    const uid = attribute(attributes, 'uid') ?? position.text(place.sender)
    const row = replay ? position.text(place.row) : ''
    return {
      kind: special ? 'special' : 'chat',
      tMs: Math.max(0, Math.round(client ? time : time * 1000)),
      atMs: replay ? null : epochMs(position.number(place.sent)),
      text: special ? wordsOfScript(words) : words,
      sender: nobody.has(uid) ? user : uid,
      staff: speaksForRoom(user, attributes),
      // Only video pages number their messages; a recorder's last field is 0, a counter or the viewer's session.
      id: row !== '' && row !== '0' ? row : null,
    }
  }

  /** Null without any time. */
  function other(attributes: string, raw: string, name: string): Comment | null {
    const support = supportKinds[attribute(attributes, 'type') ?? ''] ?? 'gift'
    const kind = kinds[name] ?? support
    const stamp = Number(attribute(attributes, 'timestamp') ?? Number.NaN)
    const ts = Number(attribute(attributes, 'ts') ?? Number.NaN)
    if (Number.isNaN(stamp) && Number.isNaN(ts)) return null
    const text = wordsIn(raw).trim()
    const user = userOf(attributes)
    const uid = attribute(attributes, 'uid') ?? ''
    return {
      kind,
      // Some recorders write the server's clock into `ts`, most the file's.
      tMs: ts < 1e9 ? Math.max(0, Math.round(ts * 1000)) : null,
      atMs: epochMs(stamp) ?? epochMs(ts),
      text: text || (named(attributes, 'giftname') ?? named(attributes, 'role') ?? ''),
      sender: nobody.has(uid) ? user : uid,
      staff: speaksForRoom(user, attributes),
      id: null,
    }
  }

  function userOf(attributes: string): string | null {
    return named(attributes, 'user') ?? named(attributes, 'username')
  }

  function speaksForRoom(user: string | null, attributes: string): boolean {
    return (user !== null && user === head.anchor) || isModerator(attributes)
  }

  function named(attributes: string, name: string): string | null {
    const raw = attribute(attributes, name)
    return raw ? printable(once(raw)) : null
  }

  return collecting(tally, (found) =>
    xmlScanner(names, {
      element(name, attributes, raw, whole) {
        const read = name === 'd' ? chat : other
        const comment = read(attributes, raw, name)
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
const specialModes = new Set([7, 8, 9])

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

const senderArray = /,\[\d+,&quot;(?:(?!&quot;).)*&quot;,([01]),/y

/** 房管: the third item of the sender's array inside the escaped raw message; a viewer cannot fake it, quotes in text are `\\&quot;`. */
function isModerator(attributes: string): boolean {
  const raw = attributes.indexOf(' raw="')
  if (raw < 0) return false
  for (let at = attributes.indexOf(',[', raw); at >= 0; at = attributes.indexOf(',[', at + 2)) {
    senderArray.lastIndex = at
    const found = senderArray.exec(attributes)
    if (found) return found[1] === '1'
  }
  return false
}

function withoutCdata(raw: string): string {
  if (!raw.startsWith('<![CDATA[')) return raw
  return raw.slice(9, raw.endsWith(']]>') ? -3 : undefined)
}

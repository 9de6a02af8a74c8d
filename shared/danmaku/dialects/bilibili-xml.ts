import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import type { DanmakuDialect } from '../dialect.ts'
import type { Parser, Tally } from '../parser.ts'
import { printable, unescapeXml } from '../scan/clean.ts'
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

/** Reads Bilibili's `<d p="…">` XML in all its recorder dialects, with gifts, super chats and guards. Times: `p` field 0, `ts`. */
export function bilibiliXml(dialect: DanmakuDialect, head: XmlHead, tally: Tally): Parser {
  const replay = replays.has(dialect)
  const client = dialect === 'bilibili-client-xml'
  let out: Comment[] = []

  const once = head.literal ? (text: string) => text : unescapeXml
  // blrec escapes the text before its XML writer escapes it again.
  const decode = dialect === 'blrec' ? (text: string) => unescapeXml(unescapeXml(text)) : once
  const textOf = (raw: string) => printable(decode(withoutCdata(raw)))

  function chat(attributes: string, raw: string, whole: boolean): void {
    const p = attribute(attributes, 'p')?.split(',')
    const field = (at: number) => p?.[at]?.trim() ?? ''
    const time = field(client ? 2 : 0)
    const seconds = time === '' ? Number.NaN : Number(time)
    if (!p || !Number.isFinite(seconds)) {
      tally.unreadable++
      return
    }
    if (!whole) tally.repaired++
    const special = specialModes.has(field(client ? 3 : 1))
    const text = special ? wordsOfScript(textOf(raw)) : textOf(raw)
    if (!special && text.trim() === '') {
      tally.empty++
      return
    }
    const user = nameOf(attributes, 'user')
    const senderField = field(client ? 8 : 6)
    const uid = attribute(attributes, 'uid') ?? senderField
    const rowId = field(client ? 0 : 7)
    out.push({
      kind: special ? 'special' : 'chat',
      tMs: Math.max(0, Math.round(client ? seconds : seconds * 1000)),
      atMs: replay ? null : epochMs(Number(field(client ? 6 : 4))),
      text,
      sender: nobody.has(uid) ? user : uid,
      staff: user !== null && user === head.anchor,
      // Only video pages number their messages; a recorder's last field is 0, a counter or the viewer's session.
      id: replay && rowId !== '' && rowId !== '0' ? rowId : null,
    })
  }

  function other(name: string, attributes: string, raw: string): void {
    const support = name === 's' ? (attribute(attributes, 'type') ?? '') : null
    const kind = support === null ? kinds[name] : (supportKinds[support] ?? 'gift')
    const stamp = Number(attribute(attributes, 'timestamp') ?? Number.NaN)
    const ts = Number(attribute(attributes, 'ts') ?? Number.NaN)
    const user = nameOf(attributes, 'user') ?? nameOf(attributes, 'username')
    const uid = attribute(attributes, 'uid') ?? ''
    const text = textOf(raw).trim()
    const label = nameOf(attributes, 'giftname') ?? nameOf(attributes, 'role') ?? ''
    if (!kind || (Number.isNaN(stamp) && Number.isNaN(ts))) {
      tally.unreadable++
      return
    }
    out.push({
      kind,
      // Some recorders write the server's clock into `ts`, most the file's.
      tMs: ts < 1e9 ? Math.max(0, Math.round(ts * 1000)) : null,
      atMs: epochMs(stamp) ?? epochMs(ts),
      text: text === '' ? label : text,
      sender: nobody.has(uid) ? user : uid,
      staff: user !== null && user === head.anchor,
      id: null,
    })
  }

  function nameOf(attributes: string, name: string): string | null {
    const raw = attribute(attributes, name)
    return raw === null || raw === '' ? null : printable(once(raw))
  }

  const scanner = xmlScanner(names, {
    element: (name, attributes, raw, whole) =>
      name === 'd' ? chat(attributes, raw, whole) : other(name, attributes, raw),
    broken: () => {
      tally.unreadable++
    },
  })
  const take = () => {
    const taken = out
    out = []
    return taken
  }
  return {
    push(text) {
      scanner.push(text)
      return take()
    },
    end() {
      scanner.end()
      return take()
    },
  }
}

/** Positioned text, script and animation: not said in the chat, kept apart, never run. */
const specialModes = new Set(['7', '8', '9'])

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

function withoutCdata(raw: string): string {
  if (!raw.startsWith('<![CDATA[')) return raw
  return raw.slice(9, raw.endsWith(']]>') ? -3 : undefined)
}

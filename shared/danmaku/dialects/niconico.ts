import type { Comment } from '#shared/domain/comment.ts'
import { collecting, type Parser, type Tally } from '../parser.ts'
import { unescapeXml } from '../scan/clean.ts'
import { fields, numberOf, textOf } from '../scan/fields.ts'
import { xmlScanner } from '../scan/xml.ts'
import { message } from './message.ts'
import type { JsonDialect } from './record.ts'

/** Niconico's JSON in its three shapes: `[{"chat":{…}}]`, the library's flat records, and `comments` of the newer interface. */
export const niconico: JsonDialect = {
  record: 'object',
  read(value) {
    const outer = fields(value)
    const wrapped = outer.chat !== undefined
    const chat = wrapped ? fields(outer.chat) : outer
    const vposMs = numberOf(chat, 'vposMs')
    const vpos = numberOf(chat, 'vpos')
    const tMs = vposMs ?? (vpos === null ? null : vpos * 10)
    // Threads, pings and counts stand between the comments.
    if (tMs === null) return wrapped ? null : []
    const text = textOf(chat, 'content', 'body') ?? ''
    return [
      niconicoComment(
        tMs,
        text,
        textOf(chat, 'user_id', 'userId'),
        chat.owner === true || chat.premium === 3,
        vposMs === null ? null : textOf(chat, 'id'),
      ),
    ]
  },
}

/** Niconico's `<packet><chat vpos="…">` XML. */
export function niconicoXml(tally: Tally): Parser {
  return collecting(tally, (found) =>
    xmlScanner(new Set(['chat']), {
      element(_, element, whole) {
        const vpos = Number(element.value('vpos') ?? Number.NaN)
        if (!Number.isFinite(vpos)) {
          tally.unreadable++
          return
        }
        if (!whole) tally.repaired++
        const staff = element.value('premium') === '3'
        const sender = element.value('user_id')
        found(niconicoComment(vpos * 10, unescapeXml(element.text()), sender, staff, null))
      },
      broken() {
        tally.unreadable++
      },
    }),
  )
}

/** Text that starts with a slash is a command to the player. Numbers are unique within one thread only, so they are no ids. */
function niconicoComment(
  tMs: number,
  text: string,
  sender: string | null,
  staff: boolean,
  id: string | null,
): Comment {
  return message({
    kind: /^\/[a-z]/.test(text) ? 'system' : 'chat',
    tMs: Math.max(0, tMs),
    text,
    sender: sender === '0' ? null : sender,
    staff,
    id,
  })
}

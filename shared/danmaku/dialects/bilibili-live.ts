import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import { type Fields, fields, items, numberOf, textOf } from '../scan/fields.ts'
import { epochMs } from '../scan/time.ts'
import { message } from './message.ts'
import type { JsonDialect } from './record.ts'

const commands: Record<string, CommentKind> = {
  SEND_GIFT: 'gift',
  COMBO_SEND: 'gift',
  GUARD_BUY: 'guard',
  USER_TOAST_MSG: 'guard',
  SUPER_CHAT_MESSAGE: 'super_chat',
  SUPER_CHAT_MESSAGE_JPN: 'super_chat',
  INTERACT_WORD: 'enter',
  ENTRY_EFFECT: 'enter',
  LIKE_INFO_V3_CLICK: 'like',
  ROOM_CHANGE: 'title',
}

/** INTERACT_WORD covers more than entering: 2 follow, 3 share, 4 and 5 special follows. */
const notEntering = new Set([2, 3, 4, 5])

/** Commands of Bilibili's live socket, one a line, as recorders keep them raw. Times: server milliseconds. */
export const bilibiliLive: JsonDialect = {
  record: 'object',
  read(value) {
    const command = fields(value)
    const cmd = textOf(command, 'cmd')
    if (cmd === null) return null
    const name = cmd.split(':', 1)[0] ?? cmd
    return name === 'DANMU_MSG' ? chat(items(command.info)) : [other(name, command)]
  },
}

function chat(info: readonly unknown[]): Comment[] | null {
  const meta = items(info[0])
  const user = items(info[2])
  const text = info[1]
  if (typeof text !== 'string') return null
  const uid = textOf({ uid: user[0] }, 'uid')
  const extra = textOf(fields(meta[15]), 'extra')
  return [
    message({
      kind: 'chat',
      // In 2016 this field was in seconds; the size tells.
      atMs: epochMs(Number(meta[4])),
      text,
      // Without a login the server masks everybody to 0.
      sender: uid === null || uid === '0' ? textOf({ name: user[1] }, 'name') : uid,
      staff: user[2] === 1,
      id: extra === null ? null : (/"id_str":"(\w{6,64})"/.exec(extra)?.[1] ?? null),
    }),
  ]
}

function other(name: string, command: Fields): Comment {
  const data = fields(command.data)
  const kind = commands[name] ?? 'system'
  const follows = name === 'INTERACT_WORD' && notEntering.has(Number(data.msg_type))
  const sent = numberOf(data, 'timestamp', 'ts', 'start_time') ?? numberOf(command, 'send_time')
  const said =
    kind === 'super_chat'
      ? textOf(data, 'message')
      : kind === 'title'
        ? textOf(data, 'title')
        : null
  return message({
    kind: follows ? 'follow' : kind,
    atMs: sent === null ? null : epochMs(sent),
    text: said ?? textOf(data, 'giftName', 'gift_name') ?? (kind === 'system' ? name : ''),
    sender: textOf(data, 'uid', 'uname'),
    id: kind === 'super_chat' ? textOf(data, 'id') : textOf(data, 'tid'),
  })
}

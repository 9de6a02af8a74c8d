import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import { type Fields, fields, numberOf, textOf } from '../scan/fields.ts'
import { stampOf } from '../scan/time.ts'
import { message } from './message.ts'
import type { JsonDialect } from './record.ts'

/** Douyin chat as JSON lines with the server's milliseconds; repeats after reconnects and lines out of order are usual. */
export const douyinJsonl: JsonDialect = {
  record: 'object',
  read(value) {
    const line = fields(value)
    const text = textOf(line, 'content')
    if (text === null && line.content !== null && line.content !== '') return null
    return [
      message({
        kind: 'chat',
        atMs:
          stampOf(line, 'event_ts_ms') ??
          stampOf(line, 'event_iso') ??
          stampOf(line, 'server_now_ms') ??
          stampOf(line, 'recv_iso'),
        text: text ?? '',
        sender: textOf(line, 'user_id', 'user_name'),
        id: textOf(line, 'msg_id'),
      }),
    ]
  },
}

const methods: Record<string, CommentKind> = {
  WebcastChatMessage: 'chat',
  WebcastEmojiChatMessage: 'chat',
  WebcastScreenChatMessage: 'chat',
  WebcastPrivilegeScreenChatMessage: 'chat',
  WebcastGiftMessage: 'gift',
  WebcastMemberMessage: 'enter',
  WebcastLikeMessage: 'like',
  WebcastSocialMessage: 'follow',
  WebcastFansclubMessage: 'guard',
  WebcastLiveShoppingMessage: 'product',
  WebcastProductChangeMessage: 'product',
}

/** dycast's export: an array of messages without any time; the message id gives one to ± 10 s. Its desktop forks add `timestamp`. */
export const dycast: JsonDialect = {
  record: 'object',
  read: (value) => webcast(fields(value)),
}

/** Douyin's own messages as some tools pass them on, camel or snake case, with `common` and the server's time. */
export const douyinWire: JsonDialect = {
  record: 'object',
  read(value) {
    const outer = fields(value)
    const inner = fields(outer.payload ?? outer.data ?? outer.message)
    return webcast({ ...inner, ...outer })
  },
}

/** None for what carries no method: a part of a torn record. */
function webcast(record: Fields): Comment[] {
  const common = fields(record.common)
  const user = fields(record.user)
  const gift = fields(record.gift)
  const method = textOf(record, 'method') ?? textOf(common, 'method')
  if (method === null) return []
  const kind = methods[method] ?? 'system'
  const id = textOf(record, 'id', 'msgId', 'msg_id') ?? textOf(common, 'msgId', 'msg_id')
  const stamped =
    stampOf(record, 'timestamp', 'eventTime', 'event_time') ??
    stampOf(common, 'createTime', 'create_time')
  const guessed = stamped === null && id !== null ? idTimeMs(id) : null
  const comment = message({
    kind,
    atMs: stamped ?? guessed,
    text:
      textOf(record, 'content', 'defaultContent', 'default_content') ??
      textOf(gift, 'name') ??
      (kind === 'system' ? method : ''),
    sender: textOf(user, 'id', 'secUid', 'sec_uid', 'name', 'nickName', 'nickname'),
    id,
    ...(guessed === null ? {} : { timeGuessed: true }),
    ...(kind === 'product' ? { product: shownProduct(record) } : {}),
  })
  return [comment]
}

function shownProduct(record: Fields) {
  const list = record.updateProductInfoList ?? record.update_product_info_list
  const first = fields(Array.isArray(list) ? list[0] : undefined)
  return {
    id:
      textOf(record, 'promotionId', 'promotion_id') ?? textOf(first, 'promotionId', 'promotion_id'),
    title: textOf(record, 'title', 'updateToast', 'update_toast'),
  }
}

/** The upper 32 bits of a Douyin message id look like unix seconds: epoch ms to ± 10 s, null when they are no date after 2017. */
export function idTimeMs(id: string): number | null {
  if (!/^\d{18,20}$/.test(id)) return null
  const seconds = Number(BigInt(id) >> 32n)
  return seconds > 1.5e9 && seconds < 2.5e9 ? seconds * 1000 : null
}

const barrageTypes: Record<number, CommentKind> = {
  1: 'chat',
  2: 'like',
  3: 'enter',
  4: 'follow',
  5: 'gift',
  7: 'guard',
  8: 'follow',
}

/** DouyinBarrageGrab's pushes `{Type, Data}` with Data as JSON text; no time but the one in the message id. */
export const barrageGrab: JsonDialect = {
  record: 'object',
  read(value) {
    const outer = fields(value)
    const data = typeof outer.Data === 'string' ? parsed(outer.Data) : fields(outer.Data)
    const type = numberOf(outer, 'Type')
    if (type === null || data === null) return null
    const user = fields(data.User)
    const owner = fields(data.Onwer ?? data.Owner)
    const kind = barrageTypes[type] ?? 'system'
    const id = textOf(data, 'MsgId')
    const stamped = stampOf(outer, 'timestamp', 'Timestamp', 'Time')
    const guessed = stamped === null && id !== null ? idTimeMs(id) : null
    const userId = textOf(user, 'SecUid', 'Id')
    return [
      message({
        kind,
        atMs: stamped ?? guessed,
        text: textOf(data, 'GiftName', 'Content') ?? '',
        sender: userId ?? textOf(user, 'Nickname'),
        staff:
          user.IsAdmin === true ||
          user.IsAnchor === true ||
          (userId !== null && userId === textOf(owner, 'SecUid', 'UserId')),
        id,
        ...(guessed === null ? {} : { timeGuessed: true }),
      }),
    ]
  },
}

function parsed(text: string): Fields | null {
  try {
    return fields(JSON.parse(text))
  } catch {
    return null
  }
}

const controlTypes: Record<string, CommentKind> = {
  comment: 'chat',
  room_enter: 'enter',
  room_like: 'like',
  room_follow: 'follow',
  live_order: 'order',
}

/** Live-control tools (抖音, 百应, 小红书): `{time, msg_type, msg_id, nick_name, content, user_id, product_id, …}`. */
export const liveControl: JsonDialect = {
  record: 'object',
  read(value) {
    const record = fields(value)
    const type = textOf(record, 'msg_type')
    if (type === null) return null
    const kind = controlTypes[type] ?? (/product|goods/.test(type) ? 'product' : 'system')
    const title = textOf(record, 'product_title')
    const about = kind === 'order' || kind === 'product'
    return [
      message({
        kind,
        atMs: stampOf(record, 'time', 'timestamp', 'order_ts'),
        text: textOf(record, 'content') ?? title ?? '',
        sender: textOf(record, 'user_id', 'nick_name'),
        id: textOf(record, 'msg_id'),
        ...(about ? { product: { id: textOf(record, 'product_id'), title } } : {}),
      }),
    ]
  },
}

import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import { type Fields, fields, items, numberOf, textOf } from '../scan/fields.ts'
import { stampOf } from '../scan/time.ts'
import { message } from './message.ts'
import type { JsonDialect } from './record.ts'

const wechatTypes: Record<string, CommentKind> = {
  comment: 'chat',
  enter: 'enter',
  gift: 'gift',
  combogift: 'gift',
  like: 'like',
}

/** WeChat Channels as wxlivespy forwards it. `msg_time` is the moment of receipt; the server may send the same `seq` again. */
export const wechatChannels: JsonDialect = {
  record: 'object',
  read(value) {
    const event = fields(value)
    const type = textOf(event, 'decoded_type')
    if (type === null) return null
    const seq = textOf(event, 'seq')
    return [
      message({
        kind: wechatTypes[type] ?? 'system',
        atMs: stampOf(event, 'msg_time'),
        text: textOf(event, 'content') ?? '',
        sender: textOf(event, 'decoded_openid', 'sec_openid', 'nickname'),
        id: textOf(event, 'msg_id') ?? (seq === null ? null : `seq ${seq}`),
      }),
    ]
  },
}

const kuaishouFeeds: readonly (readonly [string, CommentKind])[] = [
  ['comment', 'chat'],
  ['commentFeeds', 'chat'],
  ['commentFeed', 'chat'],
  ['gift', 'gift'],
  ['giftFeeds', 'gift'],
  ['like', 'like'],
  ['likeFeeds', 'like'],
  ['enter', 'enter'],
]

/** Kuaishou feed pushes written out as JSON: lists of comments, gifts and likes; the time is that of receipt, where the tool kept it. */
export const kuaishou: JsonDialect = {
  record: 'object',
  read(value) {
    const outer = fields(value)
    const push = { ...fields(outer.data), ...fields(outer.payload), ...outer }
    const received = stampOf(push, 'timestamp', 'time', 'recv_time', 'receiveTime')
    return kuaishouFeeds.flatMap(([key, kind]) =>
      items(push[key]).map((item) => feed(fields(item), kind, received)),
    )
  },
}

function feed(item: Fields, kind: CommentKind, received: number | null): Comment {
  const user = fields(item.user)
  return message({
    kind,
    atMs: stampOf(item, 'time', 'timestamp') ?? received,
    text: textOf(item, 'content', 'giftName') ?? '',
    sender: textOf(user, 'principalId', 'userId', 'id', 'userName') ?? textOf(item, 'deviceHash'),
    id: textOf(item, 'id'),
  })
}

const taobaoTypes: Record<string, CommentKind> = { '10001': 'chat', '10002': 'gift' }

/** Taobao Live: comments of the paging interface, or pushes told apart by `subType`. */
export const taobao: JsonDialect = {
  record: 'object',
  read(value) {
    const record = fields(value)
    const type = textOf(record, 'subType')
    const text = textOf(record, 'content', 'text')
    const kind = type === null ? 'chat' : (taobaoTypes[type] ?? 'system')
    if (text === null && kind === 'chat') return null
    return [
      message({
        kind,
        atMs: stampOf(record, 'timestamp', 'publishTime', 'gmtCreate', 'time'),
        text: text ?? '',
        sender: textOf(record, 'publisherId', 'userId', 'publisherNick', 'nick'),
        id: textOf(record, 'commentId', 'id'),
      }),
    ]
  },
}

/** TikTok-Live-Connector's events, flat or as `{event, data}`. A combo gift counts once, when it is over. */
export const tiktok: JsonDialect = {
  record: 'object',
  read(value) {
    const outer = fields(value)
    const event = { ...fields(outer.data), ...outer }
    const gift = numberOf(event, 'giftId')
    const comment = textOf(event, 'comment')
    if (gift !== null && numberOf(event, 'giftType') === 1 && !event.repeatEnd) return []
    if (comment === null && gift === null && textOf(event, 'uniqueId', 'userId') === null) return []
    const named = textOf(outer, 'event', 'type') ?? ''
    return [
      message({
        kind:
          comment !== null ? 'chat' : gift !== null ? 'gift' : (tiktokEvents[named] ?? 'system'),
        atMs: stampOf(event, 'createTime', 'timestamp'),
        text: comment ?? textOf(event, 'giftName') ?? '',
        sender: textOf(event, 'userId', 'uniqueId', 'nickname'),
        staff: event.isModerator === true,
        id: textOf(event, 'msgId'),
      }),
    ]
  },
}

const tiktokEvents: Record<string, CommentKind> = {
  member: 'enter',
  like: 'like',
  social: 'follow',
  follow: 'follow',
  share: 'follow',
  subscribe: 'guard',
}

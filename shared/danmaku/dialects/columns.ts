import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import { dateMs, epochMs, offsetMs } from '../scan/time.ts'

/** What a column of a table, or a key of an unknown JSON record, holds. */
export type Column = 'time' | 'offset' | 'text' | 'user' | 'userId' | 'id' | 'kind'

const columnNames: Readonly<Record<Column, string>> = {
  time: '时间 发送时间 评论时间 弹幕时间 发布时间 消息时间 创建时间 日期 日期时间 时间戳 time datetime date timestamp ts created_at createtime create_time sendtime send_time',
  offset:
    '视频时间 相对时间 偏移 偏移量 直播时间 播放时间 进度 时间轴 出现时间 offset videotime video_time seconds time_in_seconds progress',
  text: '内容 弹幕 弹幕内容 评论 评论内容 消息 消息内容 文本 发言 发言内容 content text message msg comment danmaku danmu body',
  user: '用户 用户名 昵称 用户昵称 发送者 发送人 观众 用户名称 user username user_name nickname nick_name nick name uname author sender',
  userId: '用户id 用户编号 uid userid user_id 发送者id openid sec_uid',
  id: '消息id 弹幕id 评论id msgid msg_id message_id comment_id',
  kind: '类型 消息类型 弹幕类型 type kind msg_type event',
}
const columnOf = new Map<string, Column>()
// Object.entries forgets which keys there are.
for (const [column, names] of Object.entries(columnNames))
  for (const name of names.split(' ')) columnOf.set(name, column as Column)

/** The column a heading names, null for headings that mean nothing here. Brackets with a unit or a note are ignored. */
export function columnNamed(heading: string): Column | null {
  const bare = heading
    .normalize('NFKC')
    .replace(/[(【[].*$/, '')
    .trim()
    .toLowerCase()
  return columnOf.get(bare) ?? columnOf.get(bare.replaceAll(' ', '')) ?? null
}

const kindWords: readonly (readonly [CommentKind, RegExp])[] = [
  ['super_chat', /super.?chat|醒目留言|付费留言|^sc$/i],
  ['gift', /礼物|打赏|gift|reward/i],
  ['guard', /舰长|大航海|粉丝团|guard|member(?:ship)|fansclub/i],
  ['enter', /进入|进场|来了|进房|enter|join|member/i],
  ['like', /点赞|^赞|like/i],
  ['follow', /关注|分享|follow|share|social/i],
  ['order', /下单|订单|购买|order/i],
  ['product', /商品|讲解|上架|product|goods/i],
  ['system', /系统|公告|通知|system|notice|stat|control/i],
]

/** The kind a table's own word names; anything else is chat. */
export function kindNamed(word: string): CommentKind {
  for (const [kind, words] of kindWords) if (words.test(word)) return kind
  return 'chat'
}

export type Times = Pick<Comment, 'tMs' | 'atMs'>

/** The times a written one may mean: a date or epoch is wall clock, anything like `H:MM:SS` or seconds the file's own line. */
export function timesOf(written: string): Times {
  const text = written.trim().replace(/^'/, '')
  const atMs = dateMs(text) ?? (/^\d{10,19}(?:\.\d+)?$/.test(text) ? epochMs(Number(text)) : null)
  return { tMs: atMs === null ? offsetMs(text) : null, atMs }
}

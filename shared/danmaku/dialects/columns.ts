import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import { dateMs, epochMs, offsetMs } from '../scan/time.ts'

/** What a column of a table, or a key of an unknown JSON record, holds. */
export type Column = 'time' | 'offset' | 'text' | 'user' | 'userId' | 'id' | 'kind'

/** Without blanks, hyphens and underscores, in small letters. */
const columnNames: Readonly<Record<Column, string>> = {
  time: '时间 发送时间 评论时间 弹幕时间 发布时间 消息时间 创建时间 发言时间 留言时间 互动时间 日期 日期时间 时间戳 time datetime date timestamp ts createdat createtime sendtime sendat publishtime msgtime eventtime recvtime addtime',
  offset:
    '视频时间 相对时间 偏移 偏移量 直播时间 直播时长 播放时间 进度 播放进度 时间轴 时间点 出现时间 秒 秒数 offset videotime videooffset sec second seconds timeinseconds progress elapsed',
  text: '内容 弹幕 弹幕内容 弹幕文本 评论 评论内容 消息 消息内容 聊天内容 互动内容 留言 留言内容 文本 发言 发言内容 content text message messagetext msg comment commentcontent commenttext msgcontent danmaku danmu body',
  user: '用户 用户名 用户名称 昵称 用户昵称 买家昵称 观众昵称 粉丝昵称 会员昵称 账号昵称 账号 发送者 发送人 发言人 评论人 评论者 评论用户 留言人 观众 买家 user username usernick usernickname nickname nick name uname author sender sendername',
  userId: '用户id 用户编号 用户uid 买家id uid userid 发送者id openid secuid sellerid',
  id: '消息id 弹幕id 评论id 留言id msgid messageid commentid',
  kind: '类型 消息类型 弹幕类型 互动类型 事件 事件类型 type kind msgtype messagetype event eventtype',
}
const columnOf = new Map<string, Column>()
// Object.entries forgets which keys there are.
for (const [column, names] of Object.entries(columnNames))
  for (const name of names.split(' ')) columnOf.set(name, column as Column)

/** The column a heading names, null for headings that mean nothing here. A unit or a note in brackets or at the end is ignored. */
export function columnNamed(heading: string): Column | null {
  const bare = heading
    .normalize('NFKC')
    .replace(/[(【[].*$/, '')
    .replace(/[\s_-]/g, '')
    .toLowerCase()
  return columnOf.get(bare) ?? columnOf.get(bare.replace(/(?:毫秒|ms|秒|s)$/, '')) ?? null
}

const kindWords: readonly (readonly [CommentKind, RegExp])[] = [
  ['super_chat', /super.?chat|醒目留言|付费留言|^sc$/i],
  ['gift', /礼物|送礼|打赏|gift|reward/i],
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

/** Days since 1899-12-30 with the time of day as a fraction, as Excel writes a date in a cell that is not formatted as one. */
const serial = /^[3-6]\d{4}\.\d{5,}$/
const serialEpochMs = Date.UTC(1899, 11, 30) - 8 * 3_600_000

/** The times a written one may mean: a date or epoch is wall clock, anything like `H:MM:SS` or seconds the file's own line. */
export function timesOf(written: string): Times {
  const text = written.trim().replace(/^'/, '')
  const atMs = dateMs(text) ?? numberMs(text)
  return { tMs: atMs === null ? offsetMs(text) : null, atMs }
}

function numberMs(text: string): number | null {
  if (serial.test(text))
    return Math.round((serialEpochMs + Number(text) * 86_400_000) / 1000) * 1000
  return /^\d{10,19}(?:\.\d+)?$/.test(text) ? epochMs(Number(text)) : null
}

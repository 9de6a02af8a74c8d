import type { CommentKind } from '#shared/domain/comment.ts'
import { fields, items, numberOf, textOf } from '../scan/fields.ts'
import { message } from './message.ts'
import type { JsonDialect } from './record.ts'

/** Positioned text, script and animation of the Bilibili modes. */
const kindOfMode = (mode: number | null): CommentKind =>
  mode !== null && mode >= 7 && mode <= 9 ? 'special' : 'chat'

/** AcFun: one array or three of `{"c":"time,colour,mode,size,user,sent[,uuid]","m":"text"}`; the words of mode 7 are `n` of JSON in `m`. */
export const acfun: JsonDialect = {
  record: 'object',
  read(value) {
    const record = fields(value)
    if (typeof record.c !== 'string' || typeof record.m !== 'string') return null
    const [time, , mode, , user, , uuid] = record.c.split(',')
    if (!time || !Number.isFinite(Number(time))) return null
    const kind = kindOfMode(Number(mode))
    const text = kind === 'special' ? wordsOf(record.m) : record.m.replace(/\r\n?/g, '\n')
    return [
      message({
        kind,
        tMs: Math.round(Number(time) * 1000),
        text,
        sender: user && user !== 'guest' ? user : null,
        id: uuid || null,
      }),
    ]
  },
}

function wordsOf(script: string): string {
  try {
    return textOf(fields(JSON.parse(script)), 'n') ?? script
  } catch {
    return script
  }
}

/** 弹弹play: `{count, comments:[{cid, p:"time,mode,colour,uid", m}]}`. */
export const dandanplay: JsonDialect = {
  record: 'object',
  read(value) {
    const record = fields(value)
    const [time, mode, , user] = (textOf(record, 'p') ?? '').split(',')
    if (!time || !Number.isFinite(Number(time))) return null
    return [
      message({
        kind: kindOfMode(Number(mode)),
        tMs: Math.round(Number(time) * 1000),
        text: textOf(record, 'm') ?? '',
        sender: user || null,
        id: textOf(record, 'cid'),
      }),
    ]
  },
}

/** DPlayer: `data` is an array of `[time, type, colour, author, text]`. */
export const dplayer: JsonDialect = {
  record: 'array',
  read(value) {
    const [time, , , author, text] = items(value)
    if (typeof time !== 'number' || typeof text !== 'string') return null
    return [
      message({
        kind: 'chat',
        tMs: Math.round(time * 1000),
        text,
        sender: textOf({ author }, 'author'),
      }),
    ]
  },
}

/** ArtPlayer and NPlayer: records with `text` and `time` in seconds. */
export const playerJson: JsonDialect = {
  record: 'object',
  read(value) {
    const record = fields(value)
    const time = numberOf(record, 'time')
    if (time === null || typeof record.text !== 'string') return null
    return [
      message({
        kind: 'chat',
        tMs: Math.round(time * 1000),
        text: record.text,
        sender: textOf(record, 'user', 'author', 'uid'),
        id: textOf(record, 'id'),
      }),
    ]
  },
}

/** Bilibili's protobuf segments written out as JSON: `progress` in milliseconds. */
export const bilibiliJson: JsonDialect = {
  record: 'object',
  read(value) {
    const record = fields(value)
    if (typeof record.content !== 'string') return null
    return [
      message({
        kind: kindOfMode(numberOf(record, 'mode')),
        // Protobuf leaves zeros out.
        tMs: numberOf(record, 'progress') ?? 0,
        text: record.content,
        sender: textOf(record, 'midHash', 'mid_hash'),
        id: textOf(record, 'idStr', 'id_str', 'id', 'dmid'),
      }),
    ]
  },
}

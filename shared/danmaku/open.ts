import type { DanmakuDialect } from './dialect.ts'
import { bilibiliLive } from './dialects/bilibili-live.ts'
import { bilibiliXml } from './dialects/bilibili-xml.ts'
import { bilibiliXmlHead } from './dialects/bilibili-xml-head.ts'
import { csv, csvHead } from './dialects/csv.ts'
import { dayInName } from './dialects/day.ts'
import { barrageGrab, douyinJsonl, douyinWire, dycast, liveControl } from './dialects/douyin.ts'
import { lines } from './dialects/lines.ts'
import { niconico, niconicoXml } from './dialects/niconico.ts'
import { kuaishou, taobao, tiktok, wechatChannels } from './dialects/platforms.ts'
import { acfun, bilibiliJson, dandanplay, dplayer, playerJson } from './dialects/players.ts'
import { type JsonDialect, jsonParser } from './dialects/record.ts'
import { shapeOf } from './dialects/shape.ts'
import { ass, srt } from './dialects/subtitles.ts'
import { unknownJson } from './dialects/unknown-json.ts'
import { youtubeChat } from './dialects/youtube.ts'
import type { Parser, Tally } from './parser.ts'
import type { JsonShape } from './scan/json.ts'

const records: Partial<Record<DanmakuDialect, JsonDialect>> = {
  acfun,
  'barrage-grab': barrageGrab,
  'bilibili-json': bilibiliJson,
  'bilibili-live': bilibiliLive,
  dandanplay,
  'douyin-jsonl': douyinJsonl,
  'douyin-wire': douyinWire,
  dplayer,
  dycast,
  json: unknownJson,
  kuaishou,
  'live-control': liveControl,
  niconico,
  'player-json': playerJson,
  taobao,
  tiktok,
  'wechat-channels': wechatChannels,
  'youtube-chat': youtubeChat,
}

export interface Opened {
  readonly parser: Parser
  readonly startAtMs: number | null
}

/** The parser for a dialect, set up with what the file's beginning and name say. */
export function openDialect(
  dialect: DanmakuDialect,
  head: string,
  name: string,
  tally: Tally,
): Opened {
  const startless = (parser: Parser): Opened => ({ parser, startAtMs: null })
  const json = records[dialect]
  if (json) return startless(jsonParser(json, shapeOf(head, json).shape, tally))
  if (dialect === 'ass') return startless(ass(tally))
  if (dialect === 'srt') return startless(srt(tally))
  if (dialect === 'lines') return startless(lines(dayInName(name), tally))
  if (dialect === 'niconico-xml') return startless(niconicoXml(tally))
  if (dialect === 'csv') {
    const table = csvHead(head) ?? { delimiter: ',', columns: new Map() }
    return startless(csv(table, dayInName(name), tally))
  }
  const xml = bilibiliXmlHead(head) ?? { literal: false, anchor: null, startAtMs: null }
  return { parser: bilibiliXml(dialect, xml, tally), startAtMs: xml.startAtMs }
}

/** How the records of a JSON file stand; null for a dialect that is no JSON. */
export function jsonShape(dialect: DanmakuDialect, head: string): JsonShape | null {
  const json = records[dialect]
  return json ? shapeOf(head, json).shape : null
}

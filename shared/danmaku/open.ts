import type { DanmakuDialect } from './dialect.ts'
import { bilibiliLive } from './dialects/bilibili-live.ts'
import { bilibiliXml } from './dialects/bilibili-xml.ts'
import { bilibiliXmlHead } from './dialects/bilibili-xml-head.ts'
import { barrageGrab, douyinJsonl, douyinWire, dycast, liveControl } from './dialects/douyin.ts'
import { type JsonDialect, jsonParser } from './dialects/record.ts'
import type { Parser, Tally } from './parser.ts'

const json: Partial<Record<DanmakuDialect, JsonDialect>> = {
  'bilibili-live': bilibiliLive,
  'douyin-jsonl': douyinJsonl,
  dycast,
  'douyin-wire': douyinWire,
  'barrage-grab': barrageGrab,
  'live-control': liveControl,
}

export interface Opened {
  readonly parser: Parser
  readonly startAtMs: number | null
}

/** The parser for a dialect, set up with what the file's beginning says. */
export function openDialect(dialect: DanmakuDialect, head: string, tally: Tally): Opened {
  const records = json[dialect]
  if (records) return { parser: jsonParser(records, tally), startAtMs: null }
  const xml = bilibiliXmlHead(head) ?? { literal: false, anchor: null, startAtMs: null }
  return { parser: bilibiliXml(dialect, xml, tally), startAtMs: xml.startAtMs }
}

import { TextDecoder } from 'node:util'
import type { DanmakuDialect } from './dialect.ts'
import { bilibiliXmlHead } from './dialects/bilibili-xml-head.ts'
import { csvHead } from './dialects/csv.ts'
import { linesAreDanmaku } from './dialects/lines.ts'
import { shapeOf } from './dialects/shape.ts'
import { assIsDanmaku, srtIsDanmaku } from './dialects/subtitles.ts'
import { unknownJson } from './dialects/unknown-json.ts'
import { detectEncoding } from './scan/decode.ts'

/** This much of a file's beginning decides what it is, in bytes. */
export const headBytes = 64 * 1024

/** The beginning of a file as text, whatever its encoding. */
export function headText(head: Uint8Array): string {
  const text = new TextDecoder(detectEncoding(head) ?? 'utf-8').decode(head, { stream: true })
  // A power cut leaves zeros where a recorder's last words were to be.
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--
  return text.slice(text.startsWith('\ufeff') ? 1 : 0, end)
}

const webPage =
  /^\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|(?:html|head|body|title|meta|script)[\s>])/i

/** A page that a server sent in place of the file. */
export function isWebPage(text: string): boolean {
  return webPage.test(text)
}

/** JSON, bare or as a script or a call hands it over. */
export function isJson(text: string): boolean {
  return /^(?:[\w$. ]{1,60}[=(]\s*)?(?:\{|\[\s*["[{\]])/.test(text)
}

/**
 * Which dialect of danmaku a file holds, judged by the text of its first bytes; the name only helps where contents cannot tell
 * (captions and danmaku look alike in SRT). Null when it is no danmaku file.
 */
export function sniffText(text: string, name: string): DanmakuDialect | null {
  const start = text.trimStart()
  if (start === '' || isWebPage(start) || start.includes('\0')) return null
  if (/<chat\s[^>]{0,500}vpos=/.test(start)) return 'niconico-xml'
  if (start.startsWith('<') || /<d\s+p=["']/.test(start))
    return bilibiliXmlHead(start)?.dialect ?? null
  if (assIsDanmaku(start, name)) return 'ass'
  if (srtIsDanmaku(start, name)) return 'srt'
  if (isJson(start)) return jsonDialect(start)
  if (csvHead(start)) return 'csv'
  return linesAreDanmaku(start) ? 'lines' : null
}

function jsonDialect(text: string): DanmakuDialect | null {
  for (const [dialect, marks] of jsonMarks)
    if (marks.every((mark) => mark.test(text))) return dialect
  return isEmptyList(text) || shapeOf(text, unknownJson).timed > 0 ? 'json' : null
}

/** An export of a broadcast in which nobody wrote anything. */
function isEmptyList(text: string): boolean {
  const lists = 'data|list|items|result|records|events|messages|comments|danmaku|danmu'
  return new RegExp(`^(?:\\{[^[\\]]{0,500}"(?:${lists})"\\s*:\\s*)?\\[\\s*\\][^[\\]]{0,500}$`).test(
    text,
  )
}

/** Keys that only that dialect has, all of them; where one dialect's keys are a part of another's, the richer one stands first. */
const jsonMarks: readonly (readonly [DanmakuDialect, readonly RegExp[]])[] = [
  ['bilibili-live', [/"cmd"\s*:\s*"[A-Z][A-Z0-9_]+/]],
  ['douyin-jsonl', [/"(?:event_ts_ms|event_iso|server_now_ms)"\s*:/, /"content"\s*:/]],
  ['douyin-wire', [/"common"\s*:\s*\{/, /"Webcast\w+Message"/]],
  ['dycast', [/"method"\s*:\s*"Webcast\w+Message"/]],
  ['barrage-grab', [/"Type"\s*:\s*\d+/, /"Data"\s*:/]],
  ['live-control', [/"msg_type"\s*:\s*"/, /"(?:nick_name|msg_id|product_id)"\s*:/]],
  ['wechat-channels', [/"decoded_type"\s*:/, /"(?:msg_time|seq|msg_sub_type)"\s*:/]],
  ['youtube-chat', [/"(?:addChatItemAction|replayChatItemAction)"\s*:/]],
  [
    'kuaishou',
    [/"(?:comment|commentFeeds?)"\s*:\s*\[/, /"(?:deviceHash|userName|principalId)"\s*:/],
  ],
  ['taobao', [/"(?:publisherNick|publisherId)"\s*:/]],
  ['taobao', [/"subType"\s*:\s*"?1000\d/, /"nick"\s*:/]],
  ['tiktok', [/"uniqueId"\s*:/, /"(?:comment|giftId|msgId)"\s*:/]],
  ['bilibili-json', [/"mid_?[hH]ash"\s*:/, /"content"\s*:/]],
  ['niconico', [/"vpos(?:Ms)?"\s*:\s*-?\d/]],
  ['dandanplay', [/"p"\s*:\s*"[\d.]+,\d+,\d+/, /"m"\s*:\s*"/]],
  ['acfun', [/"c"\s*:\s*"[\d.]+,\d+,\d+/, /"m"\s*:\s*"/]],
  ['dplayer', [/"data"\s*:\s*\[\s*\[\s*-?[\d.]+\s*,\s*\d+\s*,\s*["\d]/]],
  ['player-json', [/"text"\s*:\s*"/, /"time"\s*:\s*"?[\d.]+/, /"(?:mode|color)"\s*:/]],
]

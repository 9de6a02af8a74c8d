import { TextDecoder } from 'node:util'
import type { DanmakuDialect } from './dialect.ts'
import { bilibiliXmlHead } from './dialects/bilibili-xml-head.ts'
import { detectEncoding } from './scan/decode.ts'

/** This much of a file's beginning decides what it is, in bytes. */
export const headBytes = 64 * 1024

/** The beginning of a file as text, whatever its encoding. */
export function headText(head: Uint8Array): string {
  const text = new TextDecoder(detectEncoding(head) ?? 'utf-8').decode(head, { stream: true })
  return text.replace(/^\ufeff/, '')
}

/**
 * Which dialect of danmaku a file holds, judged by its first bytes; the name only helps where contents cannot tell (captions and
 * danmaku look alike in SRT). Null when it is no danmaku file.
 */
export function sniffDanmaku(head: Uint8Array, name: string): DanmakuDialect | null {
  return sniffText(headText(head), name)
}

/** The same for text that is decoded already. */
export function sniffText(text: string, _name: string): DanmakuDialect | null {
  const start = text.trimStart()
  if (start.startsWith('<') || /<d\s+p=["']/.test(start)) return xmlDialect(start)
  if (/^[[{]/.test(start)) return jsonDialect(start)
  return null
}

function xmlDialect(text: string): DanmakuDialect | null {
  return bilibiliXmlHead(text)?.dialect ?? null
}

function jsonDialect(text: string): DanmakuDialect | null {
  for (const [dialect, marks] of jsonMarks)
    if (marks.every((mark) => mark.test(text))) return dialect
  return null
}

/** Keys that only that dialect has, all of them; the order matters where one dialect's keys are a part of another's. */
const jsonMarks: readonly (readonly [DanmakuDialect, readonly RegExp[]])[] = [
  ['bilibili-live', [/"cmd"\s*:\s*"[A-Z][A-Z0-9_]+/]],
  ['douyin-jsonl', [/"(?:event_ts_ms|event_iso|server_now_ms)"\s*:/, /"content"\s*:/]],
  ['douyin-wire', [/"common"\s*:\s*\{/, /"Webcast\w+Message"/]],
  ['dycast', [/"method"\s*:\s*"Webcast\w+Message"/]],
  ['barrage-grab', [/"Type"\s*:\s*\d+/, /"Data"\s*:/]],
  ['live-control', [/"msg_type"\s*:\s*"/, /"(?:nick_name|msg_id|product_id)"\s*:/]],
]

import type { Container, Fault } from '#shared/domain/recording.ts'
import { walkMp4 } from './container/mp4.ts'
import { scanTs } from './container/mpegts.ts'
import { type ProbeInput, probeHeader, probePackets } from './ffprobe.ts'
import type { Reading } from './reading.ts'
import { refuse } from './refusal.ts'
import { byteLength, type Parts, readParts } from './source.ts'
import { collectTimeline } from './timeline.ts'

const wrapMs = 2 ** 33 / 90

/** Reads any container that ffprobe can demux: its packets, in file order. */
async function readPackets(
  input: ProbeInput,
  { container, bytes, brokenOff }: { container: Container; bytes: number; brokenOff: boolean },
  signal?: AbortSignal,
): Promise<Reading> {
  const header = await probeHeader(input, signal).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw refuse('not-media', '无法读出画面或声音，文件可能已损坏。', error)
  })
  const video = header.streams.find((stream) => stream.type === 'video')
  const audio = header.streams.find((stream) => stream.type === 'audio')
  const timeline = collectTimeline()
  const faults: Fault[] = []
  const streams = [video, audio].filter((stream) => stream !== undefined)
  try {
    for await (const batch of probePackets(input, streams, signal)) {
      for (const packet of batch) timeline.add(packet)
    }
  } catch {
    signal?.throwIfAborted()
    faults.push({ kind: 'truncated', detail: '读到中途出错，只分析读得出的部分。' })
  }
  return {
    container,
    bytes,
    headerDurationMs: header.durationMs,
    video: video ?? null,
    audio: audio ?? null,
    timeline: timeline.end(brokenOff || faults.length > 0),
    sizes: [],
    configs: [],
    faults,
    anchors: header.createdAtMs
      ? [{ contentMs: 0, atMs: header.createdAtMs, origin: 'creation-time' }]
      : [],
  }
}

/** MPEG-TS in one file or in the segments of a playlist; `seams` are the bytes at which segments begin. */
export async function readTs(parts: Parts, signal?: AbortSignal): Promise<Reading> {
  const seams = new Set<number>()
  let at = 0
  for (const part of parts) {
    seams.add(at)
    at += part.end - part.start
  }
  const scan = await scanTs(readParts(parts, 0, signal), seams)
  const shape = { container: 'ts', bytes: at, brokenOff: scan.walk.tailBytes > 0 } as const
  const reading = await readPackets({ format: 'mpegts', source: parts }, shape, signal)
  const faults = [...reading.faults]
  if (scan.scrambled) faults.push({ kind: 'encrypted', detail: '码流是加密的，无法分析内容。' })
  if (scan.lost > 0) {
    const detail = `${scan.packets + scan.lost} 个传输包中至少丢失 ${scan.lost} 个。`
    faults.push({ kind: 'lost-packets', detail })
  }
  if (scan.walk.tailBytes > 0) {
    faults.push({ kind: 'truncated', detail: '文件末尾被截断，最后一个传输包不完整。' })
  }
  if (scan.walk.junkBytes > 0) {
    const detail = `跳过了 ${scan.walk.junkBytes} 字节不属于传输流的内容。`
    faults.push({ kind: 'junk', detail })
  }
  const sizes = scan.sizes.map(({ ptsMs, ...size }) => ({ ...size, fileMs: ptsMs, wrapMs }))
  return { ...reading, sizes, configs: scan.configs, faults }
}

/** MP4, whole or in fragments. */
export async function readMp4(path: string, parts: Parts, signal?: AbortSignal): Promise<Reading> {
  const boxes = await walkMp4(path)
  if (!boxes.moov && boxes.moofs > 0) {
    throw refuse(
      'no-init',
      '这是分片 MP4 的一个片段，缺少初始化段（init.mp4），请连同初始化段一起提供。',
    )
  }
  if (!boxes.moov) {
    throw refuse(
      'no-moov',
      'MP4 没有索引（moov），录制程序可能中途被终止，无法直接读取；原文件已保留。',
    )
  }
  const container = boxes.moofs > 0 ? 'fmp4' : boxes.soundOnly ? 'm4a' : 'mp4'
  const brokenOff = boxes.truncated && boxes.moofs > 0
  const shape = { container, bytes: byteLength(parts), brokenOff } as const
  const reading = await readPackets({ format: 'mov', source: path }, shape, signal)
  const faults = [...reading.faults]
  const missing = (reading.headerDurationMs ?? 0) - reading.timeline.durationMs
  if (boxes.truncated && (boxes.moofs > 0 || missing > 500)) {
    faults.push({ kind: 'truncated', detail: '文件末尾被截断，只分析读得出的部分。' })
  }
  if (boxes.encrypted) faults.push({ kind: 'encrypted', detail: '内容是加密的，无法分析。' })
  return { ...reading, faults }
}

/** Matroska, WebM and whatever else the demuxer's allow-list covers. */
export function readOther(
  path: string,
  parts: Parts,
  container: 'mkv' | 'other',
  signal?: AbortSignal,
) {
  const format = container === 'mkv' ? 'matroska' : null
  const shape = { container, bytes: byteLength(parts), brokenOff: false }
  return readPackets({ format, source: path }, shape, signal)
}

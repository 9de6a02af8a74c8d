import type { Container, Fault } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { isTornMkv } from '../container/ebml.ts'
import { walkMp4 } from '../container/mp4.ts'
import { scanTs } from '../container/scan-ts.ts'
import { type ProbedStream, type ProbeInput, probe } from '../ffprobe.ts'
import type { Opened } from '../open.ts'
import { refuse } from '../refusal.ts'
import { byteLength, type Parts, readParts } from '../source.ts'
import { collectTimeline } from '../timeline/collect.ts'
import type { Timeline } from '../timeline/layout.ts'
import { marksOf, type Reading } from './reading.ts'

const wrapMs = 2 ** 33 / 90

interface Shape {
  readonly container: Container
  readonly brokenOff: boolean
  /** Read from front to back: what looks ahead for an index stumbles over a torn last fragment. */
  readonly piped?: boolean
  /** Length of a sound frame at a byte, where the format changes in mid-file. */
  readonly frameMsAt?: (pos: number) => number | undefined
  /** First byte of the sound, where it is known to begin late. */
  readonly soundPos?: number
}

/** Reads any container that ffprobe can demux: its packets, in file order. */
async function readPackets(
  opened: Opened,
  format: string | null,
  { container, brokenOff, piped, frameMsAt, soundPos = 0 }: Shape,
  signal?: AbortSignal,
): Promise<Reading> {
  const source = opened.piped || piped ? opened.parts : opened.path
  const edited = container === 'mp4' || container === 'm4a'
  const input: ProbeInput = { format, source, soundPos, edited }
  const bytes = byteLength(opened.parts)
  const { header, packets } = await probe(input, bytes, signal).catch((error: unknown) => {
    signal?.throwIfAborted()
    if (error instanceof AppError) throw error
    throw refuse('not-media', '无法读出画面或声音，文件可能已损坏。', error)
  })
  const video = header.streams.find((stream) => stream.type === 'video')
  const audio = header.streams.find((stream) => stream.type === 'audio')
  const timeline = collectTimeline(marksOf(opened))
  const faults: Fault[] = []
  const others = header.streams.filter((stream) => stream !== video && stream !== audio)
  if (others.length > 0) faults.push(moreTracks(others))
  let torn = false
  let lastPos = 0
  try {
    for await (const batch of packets) {
      for (const packet of batch) {
        const isSound = packet.track === 'audio'
        // Of several frames in one packet of the stream only the first is given its place.
        if (isSound && packet.pos >= 0) lastPos = packet.pos
        const durMs = isSound ? frameMsAt?.(lastPos) : undefined
        timeline.add(durMs ? { ...packet, durMs } : packet)
      }
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof AppError) throw error
    torn = true
    faults.push({ kind: 'truncated', detail: '读到中途出错，只分析读得出的部分。' })
  }
  return {
    container,
    bytes,
    headerDurationMs: opened.playlist ? null : header.durationMs,
    video: video ?? null,
    audio: audio ?? null,
    timeline: timeline.end(brokenOff || torn),
    sizes: [],
    formats: [],
    configs: [],
    faults,
    anchors: header.createdAtMs
      ? [{ contentMs: 0, atMs: header.createdAtMs, origin: 'creation-time' }]
      : [],
  }
}

/** What a second programme, camera or language holds was neither seen nor heard. */
function moreTracks(others: readonly ProbedStream[]): Fault {
  const of = (type: ProbedStream['type']) => others.filter((one) => one.type === type).length
  const [pictures, sounds] = [of('video'), of('audio')]
  const parts = [pictures > 0 && `${pictures} 路画面`, sounds > 0 && `${sounds} 路声音`]
  const named = parts.filter(Boolean).join('、')
  return { kind: 'more-tracks', detail: `文件里另有 ${named}没有分析，只分析了第一路。` }
}

/** MPEG-TS in one file or in the segments of a playlist. */
export async function readTs(opened: Opened, signal?: AbortSignal): Promise<Reading> {
  const { parts } = opened
  const scan = await scanTs(readParts(parts, 0, signal), partStarts(parts))
  const frameMsAt = (pos: number) => {
    const format = scan.formats.findLast((known) => known.pos <= pos)
    return format && (1024 * 1000) / format.sampleRate
  }
  const changes = scan.formats.length > 1 ? { frameMsAt } : {}
  const soundPos = scan.formats[0]?.pos ?? 0
  const shape = {
    container: 'ts',
    brokenOff: scan.walk.tailBytes > 0,
    soundPos,
    ...changes,
  } as const
  const reading = await readPackets(opened, 'mpegts', shape, signal)
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
  const formats = scan.formats.map(({ ptsMs, ...sound }) => ({ ...sound, fileMs: ptsMs, wrapMs }))
  // A transport stream has no header: what ffprobe says of its length is reckoned from time stamps.
  const { configs } = scan
  return { ...reading, headerDurationMs: null, sizes, formats, configs, faults }
}

/** MP4, whole or in fragments. */
export async function readMp4(opened: Opened, signal?: AbortSignal): Promise<Reading> {
  const boxes = await walkMp4(opened.parts)
  const fragmented = boxes.moofs.length > 0
  if (!boxes.moov && fragmented) {
    const sentence = '这是分片 MP4 的一个片段，缺少初始化段（init.mp4），请连同初始化段一起提供。'
    throw refuse('no-init', sentence)
  }
  if (!boxes.moov) {
    const sentence = 'MP4 没有索引（moov），录制程序可能中途被终止，无法直接读取；原文件已保留。'
    throw refuse('no-moov', sentence)
  }
  const container = fragmented ? 'fmp4' : boxes.soundOnly ? 'm4a' : 'mp4'
  const torn = boxes.truncated && fragmented
  const shape = { container, brokenOff: torn, piped: torn } as const
  const reading = await readPackets(opened, 'mov', shape, signal)
  const faults = [...reading.faults]
  const missing = (reading.headerDurationMs ?? 0) - reading.timeline.durationMs
  if (boxes.truncated && (fragmented || missing > 500)) {
    faults.push({ kind: 'truncated', detail: '文件末尾被截断，只分析读得出的部分。' })
  }
  if (boxes.joined && !fragmented) {
    const detail = '文件后面还接着另一个 MP4，没有分析，请把它们分开提供。'
    faults.push({ kind: 'truncated', detail })
  }
  if (boxes.encrypted) faults.push({ kind: 'encrypted', detail: '内容是加密的，无法分析。' })
  if (!fragmented) return { ...reading, faults }
  const init = { kind: 'init', pos: 0, bytes: boxes.initBytes } as const
  return {
    ...reading,
    faults,
    configs: [init],
    timeline: atFragments(reading.timeline, boxes.moofs),
  }
}

/** A reader of fragments begins at a fragment's head, not at the picture inside it. */
function atFragments(timeline: Timeline, moofs: readonly number[]): Timeline {
  let next = 0
  const seekPoints: [number, number][] = []
  for (const [ms, pos] of timeline.seekPoints) {
    while ((moofs[next] ?? Number.POSITIVE_INFINITY) <= pos) next += 1
    const moof = moofs[next - 1] ?? pos
    if (seekPoints.at(-1)?.[1] !== moof) seekPoints.push([ms, moof])
  }
  return { ...timeline, seekPoints }
}

/** Matroska and WebM. */
export async function readMkv(opened: Opened, signal?: AbortSignal): Promise<Reading> {
  const torn = await isTornMkv(opened.parts)
  const shape = { container: 'mkv', brokenOff: torn } as const
  const reading = await readPackets(opened, 'matroska', shape, signal)
  if (!torn || reading.faults.some(({ kind }) => kind === 'truncated')) return reading
  const detail = '文件末尾被截断，只分析读得出的部分。'
  return { ...reading, faults: [...reading.faults, { kind: 'truncated', detail }] }
}

/** Whatever else the demuxers' allow-list covers. */
export function readOther(opened: Opened, signal?: AbortSignal): Promise<Reading> {
  return readPackets(opened, null, { container: 'other', brokenOff: false }, signal)
}

function partStarts(parts: Parts): ReadonlySet<number> {
  const starts = new Set<number>()
  let at = 0
  for (const part of parts) {
    starts.add(at)
    at += part.end - part.start
  }
  return starts
}

import type { Config, MediaInfo } from '#shared/domain/recording.ts'
import { type FlvTag, type FlvWalk, flvTags } from './container/flv.ts'
import { mp4Tracks, retimeFragments } from './container/fragments.ts'
import { payloadStart, tsBatches, tsPacketBytes } from './container/mpegts.ts'
import { pesTimes, readPcr, writePcr, writePesTimes } from './container/pes.ts'
import type { Opened } from './open.ts'
import { flvToMatroska } from './repack.ts'
import { openParts, readParts } from './source.ts'
import { contentAt } from './timeline/clock.ts'

/** Content 0 in a retimed stream: room for pictures that are decoded before they are shown. */
export const retimedZeroMs = 10_000

/** A stretch of a stream: from a byte (a seek point, or 0) until its content passes a time. */
export interface Stretch {
  readonly fromPos: number
  readonly untilMs: number
  readonly signal?: AbortSignal | undefined
  /** Carry FLV as Matroska, for pictures that ffmpeg decodes but does not find in FLV. */
  readonly repack?: boolean
  /** Leave the picture of FLV and MPEG-TS out: where nobody looks at it, it need not pass through a pipe. */
  readonly soundOnly?: boolean | undefined
}

type Info = Pick<MediaInfo, 'pieces' | 'configs' | 'video' | 'audio'>

/**
 * FLV, MPEG-TS or MP4 fragments with every time stamp rewritten to the content clock (plus `retimedZeroMs`) and nothing
 * else touched: what leapt, restarted or ran slow is one clean stream to everything that reads it.
 */
export async function* retimed(
  opened: Opened,
  info: Info,
  stretch: Stretch,
): AsyncGenerator<Buffer> {
  const { kind, parts } = opened
  const chunks = readParts(parts, stretch.fromPos, stretch.signal)
  const settings = await readSettings(opened, info.configs, stretch.fromPos)
  if (kind === 'flv') {
    yield* retimeFlv(chunks, settings, info, stretch)
  } else if (kind === 'mp4') {
    let lastMs = 0
    const clock = (place: Parameters<typeof contentAt>[1]) => {
      lastMs = contentAt(info.pieces, place) ?? lastMs
      return lastMs + retimedZeroMs
    }
    const untilMs = stretch.untilMs + retimedZeroMs
    yield settings
    const places = { from: stretch.fromPos, to: settings.length }
    yield* retimeFragments(chunks, places, mp4Tracks(settings), clock, untilMs)
  } else {
    yield settings
    yield* retimeTs(chunks, info, stretch)
  }
}

/**
 * The last setting of each kind before a position; where there is none yet, the first. A stream read from its beginning
 * brings its own, except for fragments, whose initialisation is never part of what follows.
 */
async function readSettings({ parts }: Opened, configs: readonly Config[], pos: number) {
  const kinds = [...new Set(configs.map((config) => config.kind))]
  const wanted = kinds.flatMap((kind) => {
    if (pos === 0 && kind !== 'init') return []
    const all = configs.filter((config) => config.kind === kind)
    return all.findLast((config) => config.pos < pos) ?? all[0] ?? []
  })
  const file = openParts(parts)
  try {
    const buffers: Buffer[] = []
    for (const config of wanted) buffers.push(await file.readAt(config.pos, config.bytes))
    return Buffer.concat(buffers)
  } finally {
    await file.close()
  }
}

async function* once(buffer: Buffer): AsyncGenerator<Buffer> {
  yield buffer
}

const newWalk = (): FlvWalk => ({ junkBytes: 0, extraHeaders: 0, truncated: false })

function flvHeader(tracks: number): Buffer {
  return Buffer.from([0x46, 0x4c, 0x56, 1, tracks, 0, 0, 0, 9, 0, 0, 0, 0])
}

const flvTypes = { audio: 8, video: 9, script: 18 } as const

function flvBytes({ type, body }: FlvTag, tsMs: number): Buffer {
  const tag = Buffer.allocUnsafe(body.length + 15)
  tag[0] = flvTypes[type]
  tag.writeUIntBE(body.length, 1, 3)
  tag.writeUIntBE(tsMs & 0xffffff, 4, 3)
  tag[7] = (tsMs >>> 24) & 0xff
  tag.writeUIntBE(0, 8, 3)
  body.copy(tag, 11)
  tag.writeUInt32BE(body.length + 11, body.length + 11)
  return tag
}

async function* retimeFlv(
  chunks: AsyncIterable<Buffer>,
  settings: Buffer,
  info: Info,
  { fromPos, untilMs, repack, soundOnly }: Stretch,
): AsyncGenerator<Buffer> {
  const video = soundOnly ? null : info.video
  const write = repack ? flvToMatroska({ ...info, video }) : writeFlv
  const wanted = ({ type }: FlvTag) => type === 'audio' || (type === 'video' && !soundOnly)
  if (!repack) yield flvHeader((video ? 1 : 0) + (info.audio ? 4 : 0))
  for await (const tags of flvTags(once(settings), newWalk(), 1)) {
    yield write(tags.filter(wanted).map((tag) => ({ tag, dtsMs: 0 })))
  }
  const settingsAt = new Set(info.configs.map(({ pos }) => pos))
  let lastMs = 0
  for await (const tags of flvTags(chunks, newWalk(), fromPos)) {
    const kept: { tag: FlvTag; dtsMs: number }[] = []
    let passed = false
    for (const tag of tags) {
      if (tag.type === 'script') continue
      const place = { track: tag.type, pos: tag.pos, fileMs: tag.tsMs }
      const contentMs = contentAt(info.pieces, place)
      // Settings are often written with time 0 before a stream that is hours on: they hold where they stand.
      if (contentMs === null && settingsAt.has(tag.pos) && wanted(tag))
        kept.push({ tag, dtsMs: lastMs })
      if (contentMs === null) continue
      passed ||= contentMs > untilMs + overlapMs
      if (contentMs >= untilMs || !wanted(tag)) continue
      lastMs = Math.max(0, contentMs + retimedZeroMs)
      kept.push({ tag, dtsMs: lastMs })
    }
    yield write(kept)
    if (passed) return
  }
}

function writeFlv(tags: readonly { tag: FlvTag; dtsMs: number }[]): Buffer {
  return Buffer.concat(tags.map(({ tag, dtsMs }) => flvBytes(tag, Math.round(dtsMs))))
}

// The tracks are interleaved: one may be this far ahead of the other in the file.
const overlapMs = 2000
const wrapMs = 2 ** 33 / 90

async function* retimeTs(
  chunks: AsyncIterable<Buffer>,
  { pieces, video }: Info,
  { fromPos, untilMs, soundOnly }: Stretch,
): AsyncGenerator<Buffer> {
  const walk = { junkBytes: 0, tailBytes: 0 }
  const leading = video === null ? 'audio' : 'video'
  // Streams that are not wanted, or have come to the end of the stretch: nothing more of them is passed on.
  const ended = new Set<number>()
  const last = { video: 0, audio: 0 }
  for await (const { pos, packets } of tsBatches(chunks, walk, fromPos)) {
    let kept = 0
    for (let at = 0; at < packets.length; at += tsPacketBytes) {
      const pid = packets.readUInt16BE(at + 1) & 0x1fff
      const pcrMs = readPcr(packets, at)
      if (pcrMs !== null) {
        const place = { track: leading, pos: pos + at, fileMs: pcrMs, wrapMs } as const
        writePcr(packets, at, (contentAt(pieces, place) ?? last[leading]) + retimedZeroMs)
      }
      const starts = ((packets[at + 1] ?? 0) & 0x40) !== 0
      const unit = starts ? pesTimes(packets, payloadStart(packets, at)) : null
      if (unit) {
        const place = { track: unit.track, pos: pos + at, fileMs: unit.dtsMs, wrapMs }
        const contentMs = contentAt(pieces, place) ?? last[unit.track]
        last[unit.track] = contentMs
        if (contentMs > untilMs || (soundOnly && unit.track === 'video')) ended.add(pid)
        if (contentMs > untilMs + overlapMs) {
          yield packets.subarray(0, kept)
          return
        }
        writePesTimes(packets, unit, contentMs + retimedZeroMs)
      }
      if (ended.has(pid)) continue
      if (kept < at) packets.copyWithin(kept, at, at + tsPacketBytes)
      kept += tsPacketBytes
    }
    yield packets.subarray(0, kept)
  }
}

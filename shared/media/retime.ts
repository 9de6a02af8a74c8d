import type { Config, MediaInfo, Piece } from '#shared/domain/recording.ts'
import { contentAt } from './clock.ts'
import { type FlvTag, type FlvWalk, flvTags } from './container/flv.ts'
import { payloadStart, tsBatches, tsPacketBytes } from './container/mpegts.ts'
import { pesTimes, readPcr, writePcr, writePesTimes } from './container/pes.ts'
import { type Parts, readParts } from './source.ts'

/** Content 0 in a retimed stream: room for pictures that are decoded before they are shown. */
export const retimedZeroMs = 10_000

/** A stretch of a stream: from a byte (a seek point, or 0) until its content passes a time. */
export interface Stretch {
  readonly fromPos: number
  readonly untilMs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * An FLV or MPEG-TS stream with every time stamp rewritten to the content clock (plus `retimedZeroMs`) and nothing else
 * touched: what leapt, restarted or ran slow is one clean stream to everything that reads it.
 */
export async function* retimed(
  parts: Parts,
  info: Pick<MediaInfo, 'container' | 'pieces' | 'configs' | 'video' | 'audio'>,
  stretch: Stretch,
): AsyncGenerator<Buffer> {
  const chunks = readParts(parts, stretch.fromPos, stretch.signal)
  const settings = await Promise.all(
    settingsAt(info.configs, stretch.fromPos).map((config) => readSetting(parts, config)),
  )
  if (info.container !== 'flv') {
    yield* settings
    yield* retimeTs(chunks, info.pieces, stretch, info.video === null ? 'audio' : 'video')
    return
  }
  yield flvHeader((info.video ? 1 : 0) + (info.audio ? 4 : 0))
  for (const setting of settings) {
    for await (const tags of flvTags(once(setting), newWalk(), 1)) {
      yield Buffer.concat(tags.map((tag) => flvBytes(tag, 0)))
    }
  }
  yield* retimeFlv(chunks, info.pieces, stretch)
}

/** The last setting of each kind before a position; where there is none yet, the first. */
function settingsAt(configs: readonly Config[], pos: number): Config[] {
  if (pos === 0) return []
  const kinds = [...new Set(configs.map((config) => config.kind))]
  return kinds.flatMap((kind) => {
    const all = configs.filter((config) => config.kind === kind)
    return all.findLast((config) => config.pos < pos) ?? all[0] ?? []
  })
}

async function readSetting(parts: Parts, { pos, bytes }: Config): Promise<Buffer> {
  const chunks: Buffer[] = []
  let have = 0
  for await (const chunk of readParts(parts, pos)) {
    chunks.push(chunk)
    have += chunk.length
    if (have >= bytes) break
  }
  return Buffer.concat(chunks).subarray(0, bytes)
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
  pieces: readonly Piece[],
  { fromPos, untilMs }: Stretch,
): AsyncGenerator<Buffer> {
  for await (const tags of flvTags(chunks, newWalk(), fromPos)) {
    const out: Buffer[] = []
    let passed = false
    for (const tag of tags) {
      if (tag.type === 'script') continue
      const at = contentAt(pieces, { track: tag.type, pos: tag.pos, fileMs: tag.tsMs })
      passed ||= at > untilMs + overlapMs
      if (at < untilMs) out.push(flvBytes(tag, Math.max(0, Math.round(at + retimedZeroMs))))
    }
    yield Buffer.concat(out)
    if (passed) return
  }
}

// The tracks are interleaved: one may be this far ahead of the other in the file.
const overlapMs = 2000
const wrapMs = 2 ** 33 / 90

async function* retimeTs(
  chunks: AsyncIterable<Buffer>,
  pieces: readonly Piece[],
  { fromPos, untilMs }: Stretch,
  leading: 'video' | 'audio',
): AsyncGenerator<Buffer> {
  const walk = { junkBytes: 0, tailBytes: 0 }
  for await (const { pos, packets } of tsBatches(chunks, walk, fromPos)) {
    for (let at = 0; at < packets.length; at += tsPacketBytes) {
      const pcrMs = readPcr(packets, at)
      if (pcrMs !== null) {
        const place = { track: leading, pos: pos + at, fileMs: pcrMs, wrapMs }
        writePcr(packets, at, contentAt(pieces, place) + retimedZeroMs)
      }
      if (((packets[at + 1] ?? 0) & 0x40) === 0) continue
      const unit = pesTimes(packets, payloadStart(packets, at))
      if (!unit) continue
      const place = { track: unit.track, pos: pos + at, fileMs: unit.dtsMs, wrapMs }
      const content = contentAt(pieces, place)
      if (unit.track === leading && content > untilMs) {
        yield packets.subarray(0, at)
        return
      }
      writePesTimes(packets, unit, content + retimedZeroMs)
    }
    yield packets
  }
}

import { aacFormat } from './aac.ts'

/** One FLV tag; `body` is a view into the read buffer and lives until the next batch is asked for. */
export interface FlvTag {
  readonly pos: number
  readonly type: 'audio' | 'video' | 'script'
  /** Signed 32-bit milliseconds: recorders do write times below zero. */
  readonly tsMs: number
  readonly body: Buffer
}

/** Where the walk through a file found something other than tags. */
export interface FlvWalk {
  /** Bytes skipped to find the next tag. */
  junkBytes: number
  /** FLV file headers after the first: streams written one after the other. */
  extraHeaders: number
  /** The last tag ends after the file does. */
  truncated: boolean
}

const types: Readonly<Record<number, FlvTag['type']>> = { 8: 'audio', 9: 'video', 18: 'script' }

/** Offset of the first tag whose length is confirmed by the PreviousTagSize behind it (FLV 10.1 Annex E), or -1. */
export function findFlvTag(buffer: Buffer, from: number): number {
  for (let at = from; at + 15 <= buffer.length; at += 1) {
    const size = tagSize(buffer, at)
    if (size < 0 || at + 15 + size > buffer.length) continue
    if (buffer.readUInt32BE(at + 11 + size) === size + 11) return at
  }
  return -1
}

function tagSize(buffer: Buffer, at: number): number {
  const known = types[buffer.readUInt8(at) & 0x1f]
  return known && buffer.readUIntBE(at + 8, 3) === 0 ? buffer.readUIntBE(at + 1, 3) : -1
}

/** Splits bytes into tags, in batches. Headers in mid-file and junk are stepped over and counted in `walk`. */
export async function* flvTags(
  chunks: AsyncIterable<Buffer>,
  walk: FlvWalk,
  startPos = 0,
): AsyncGenerator<FlvTag[]> {
  let rest: Buffer = Buffer.alloc(0)
  let pos = startPos
  for await (const chunk of chunks) {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const { tags, used } = takeTags(buffer, pos, walk, false)
    yield tags
    rest = Buffer.from(buffer.subarray(used))
    pos += used
  }
  const { tags, used } = takeTags(rest, pos, walk, true)
  walk.truncated = used < rest.length
  yield tags
}

function takeTags(buffer: Buffer, pos: number, walk: FlvWalk, last: boolean) {
  const tags: FlvTag[] = []
  let at = 0
  while (at + 11 <= buffer.length) {
    if (buffer.toString('latin1', at, at + 4) === 'FLV\x01') {
      if (pos + at > 0) walk.extraHeaders += 1
      at = Math.min(at + 13, buffer.length)
      continue
    }
    const size = tagSize(buffer, at)
    const end = at + 11 + size
    if (size >= 0 && end + 4 > buffer.length && !(last && end <= buffer.length)) {
      // Unfinished: more bytes may come. At the end of the file a wrong size must not swallow what follows.
      const next = last ? findFlvTag(buffer, at + 1) : -1
      if (next < 0) break
      walk.junkBytes += next - at
      at = next
    } else if (size >= 0 && plausibleEnd(buffer, end, size)) {
      tags.push(tagAt(buffer, at, size, pos + at))
      at = Math.min(end + 4, buffer.length)
    } else {
      const found = findFlvTag(buffer, at + 1)
      const next = found >= 0 ? found : Math.max(at + 1, buffer.length - (last ? 0 : maxResync))
      walk.junkBytes += next - at
      at = next
      if (found < 0) break
    }
  }
  return { tags, used: at }
}

// A tag that was cut by this much at a batch's end can still be found in the next batch.
const maxResync = 256 * 1024

/** Some writers put 0 behind a tag: then the next tag or header must follow at once. */
function plausibleEnd(buffer: Buffer, end: number, size: number): boolean {
  if (end + 4 > buffer.length || buffer.readUInt32BE(end) === size + 11) return true
  if (end + 15 > buffer.length) return true
  return tagSize(buffer, end + 4) >= 0 || buffer.toString('latin1', end + 4, end + 7) === 'FLV'
}

function tagAt(buffer: Buffer, at: number, size: number, pos: number): FlvTag {
  const type = types[buffer.readUInt8(at) & 0x1f] ?? 'script'
  const tsMs = buffer.readUIntBE(at + 4, 3) | (buffer.readUInt8(at + 7) << 24) | 0
  return { pos, type, tsMs, body: buffer.subarray(at + 11, at + 11 + size) }
}

/** What a video tag holds (FLV Annex E.4.3; enhanced FLV v1; codec id 12 as Chinese CDNs write HEVC). */
export interface FlvPicture {
  readonly codec: string
  /** `config` is a sequence header, `frame` a coded picture, `other` an end or command tag. */
  readonly kind: 'config' | 'frame' | 'other'
  readonly key: boolean
  readonly ctsMs: number
  /** Where in the tag's body the settings or the picture begin. */
  readonly payloadAt: number
  /** The codec as ffmpeg releases before 6.1 cannot read it in FLV. */
  readonly unofficial: boolean
}

const flvVideo: Readonly<Record<number, string>> = { 2: 'flv1', 4: 'vp6f', 7: 'h264', 12: 'hevc' }
const fourCc: Readonly<Record<string, string>> = {
  avc1: 'h264',
  hvc1: 'hevc',
  av01: 'av1',
  vp09: 'vp9',
}

/** Reads a video tag's head; null when it is too short to have one. */
export function flvPicture(body: Buffer): FlvPicture | null {
  if (body.length < 5) return null
  const first = body.readUInt8(0)
  if (first & 0x80) return enhancedPicture(body, first)
  const id = first & 15
  const settings = id === 7 || id === 12
  // Written out: an hour has a quarter of a million tags, and a spread costs as much as all the rest of reading one.
  return {
    codec: flvVideo[id] ?? 'unknown',
    kind: settings ? (kinds[body.readUInt8(1)] ?? 'other') : 'frame',
    key: first >> 4 === 1,
    ctsMs: settings ? body.readIntBE(2, 3) : 0,
    payloadAt: settings ? 5 : 1,
    unofficial: id === 12,
  }
}

const kinds = ['config', 'frame'] as const

function enhancedPicture(body: Buffer, first: number): FlvPicture {
  const packet = first & 15
  const codec = fourCc[body.toString('latin1', 1, 5)] ?? 'unknown'
  const hasCts = packet === 1 && (codec === 'h264' || codec === 'hevc') && body.length >= 8
  return {
    codec,
    kind: packet === 0 ? 'config' : packet === 1 || packet === 3 ? 'frame' : 'other',
    key: ((first >> 4) & 7) === 1,
    ctsMs: hasCts ? body.readIntBE(5, 3) : 0,
    payloadAt: hasCts ? 8 : 5,
    unofficial: true,
  }
}

/** What an audio tag holds (FLV Annex E.4.2). `config` is an AudioSpecificConfig. */
export interface FlvSound {
  readonly codec: string
  readonly kind: 'config' | 'frame'
  readonly sampleRate: number
  readonly channels: number
  /** Where in the tag's body the settings or the sound begin. */
  readonly payloadAt: number
}

const flvAudio: Readonly<Record<number, string>> = {
  1: 'adpcm_swf',
  2: 'mp3',
  3: 'pcm_u8',
  7: 'pcm_alaw',
  8: 'pcm_mulaw',
  10: 'aac',
  11: 'speex',
  14: 'mp3',
}

/** Reads an audio tag's head; null when it is too short to have one. */
export function flvSound(body: Buffer): FlvSound | null {
  if (body.length < 2) return null
  const first = body.readUInt8(0)
  const id = first >> 4
  const isAac = id === 10
  const isConfig = isAac && body.readUInt8(1) === 0
  const told = isConfig ? aacFormat(body.subarray(2)) : null
  return {
    codec: flvAudio[id] ?? 'unknown',
    kind: isConfig ? 'config' : 'frame',
    sampleRate: told?.sampleRate ?? rates[(first >> 2) & 3] ?? 44_100,
    channels: told?.channels ?? (first & 1) + 1,
    payloadAt: isAac ? 2 : 1,
  }
}

const rates = [5512, 11_025, 22_050, 44_100]

import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { childChunks } from './child.ts'
import { infoOf, type MediaOptions, seconds } from './content.ts'
import { decodedBytes } from './decode.ts'
import { bounded, protocolWhitelist } from './ffmpeg.ts'

/** A picture in shades of grey: one byte a pixel, row by row. */
export interface GreyFrame {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** The picture that stood at a content time. */
export type SampledFrame = GreyFrame & { readonly atMs: number }

export interface Sampling {
  readonly everyMs: number
  /** Pictures are made smaller until their shorter side fits; never larger. */
  readonly maxShortSide: number
  /** Only key frames are decoded where they stand no farther apart than this. */
  readonly keyFramesWithinMs: number
}

const maxSide = 2560

/**
 * The picture every so many milliseconds of content, in order, decoded once and in constant memory: a picture stands
 * until the next one comes. Where key frames are close together only they are decoded, which costs a thirtieth. Each
 * stretch of one picture size is sampled at its own size.
 */
export async function* sampleFrames(
  path: string,
  sampling: Sampling,
  options: MediaOptions = {},
): AsyncGenerator<SampledFrame> {
  const info = await infoOf(path, options)
  const { video } = info
  if (!video) return
  const sizes = video.sizes.length > 0 ? video.sizes : [{ ...video, atMs: 0 }]
  for (const [i, size] of sizes.entries()) {
    const fromMs = i === 0 ? Math.max(0, video.startMs) : size.atMs
    const untilMs = Math.min(sizes[i + 1]?.atMs ?? video.endMs, video.endMs)
    if (untilMs > fromMs) yield* stretch(path, info, { fromMs, untilMs, size }, sampling, options)
  }
}

interface Stretch {
  readonly fromMs: number
  readonly untilMs: number
  readonly size: { readonly width: number; readonly height: number }
}

async function* stretch(
  path: string,
  info: MediaInfo,
  { fromMs, untilMs, size }: Stretch,
  sampling: Sampling,
  { signal }: MediaOptions,
): AsyncGenerator<SampledFrame> {
  const { everyMs, keyFramesWithinMs } = sampling
  const { width, height } = fitted(size, sampling.maxShortSide)
  const keysOnly = keyDistanceMs(info) <= keyFramesWithinMs
  const filter = (timeline: string) =>
    [
      `setpts='${timeline}'`,
      // The picture that stands at a moment is the last one that began before it.
      `fps=${1000 / everyMs}:start_time=0:round=up`,
      `trim=end=${seconds(untilMs - fromMs)}`,
      `scale=${width}:${height}:flags=area`,
      'format=gray',
    ].join(',')
  const input = [...(keysOnly ? ['-skip_frame', 'nokey'] : []), '-reinit_filter:v', '0']
  const output = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1']
  const picture = { track: 'picture', fromMs, untilMs, filter, input, output } as const
  const chunks = decodedBytes(path, info, picture, signal)
  // One more than there can be, so that a broken clock in the file cannot make the loop run on.
  let left = Math.ceil((untilMs - fromMs) / everyMs) + 1
  let atMs = fromMs
  let last: Uint8Array | null = null
  for await (const data of frames(chunks, width * height)) {
    if (left-- <= 0) return
    yield { width, height, data, atMs }
    atMs += everyMs
    last = data
  }
  // ffmpeg ends with the last picture it decoded; where only key frames are, that one stands on.
  for (; keysOnly && last && atMs < untilMs; atMs += everyMs)
    yield { width, height, data: last, atMs }
}

/** Cuts a stream of bytes into pieces of `size` bytes, each in memory of its own; a torn last one is left out. */
async function* frames(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Uint8Array> {
  let frame = new Uint8Array(size)
  let filled = 0
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(size - filled, chunk.length - at)
      frame.set(chunk.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled < size) continue
      yield frame
      frame = new Uint8Array(size)
      filled = 0
    }
  }
}

/** The median distance of the key frames that are written down; they are at least four seconds apart there. */
function keyDistanceMs({ seekPoints }: MediaInfo): number {
  const gaps = seekPoints.slice(1).map(([ms], i) => ms - (seekPoints[i]?.[0] ?? 0))
  gaps.sort((a, b) => a - b)
  return gaps[Math.floor(gaps.length * 0.9)] ?? Number.POSITIVE_INFINITY
}

function fitted({ width, height }: Stretch['size'], maxShortSide: number) {
  const [w, h] = [width || 360, height || 640]
  const scale = Math.min(1, maxShortSide / Math.min(w, h), maxSide / Math.max(w, h))
  const even = (value: number) => Math.max(16, 2 * Math.round((value * scale) / 2))
  return { width: even(w), height: even(h) }
}

const imageDemuxers = 'image2,png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,gif'

/** One picture file (a cover, a still) in grey at a size that can be read. Throws AppError 'invalid' when it is none. */
export async function greyPicture(
  path: string,
  { maxShortSide, signal }: { maxShortSide: number; signal?: AbortSignal | undefined },
): Promise<GreyFrame> {
  const size = `'trunc(min(iw,iw*${maxShortSide}/min(iw,ih))/2)*2':-2`
  const args = [
    ...['-nostdin', '-v', 'error', '-hide_banner', ...protocolWhitelist, ...bounded],
    ...['-format_whitelist', imageDemuxers, '-i', `file:${path}`, '-frames:v', '1'],
    ...['-vf', `scale=${size}:flags=area,format=gray`, '-f', 'image2pipe', '-c:v', 'pgm', 'pipe:1'],
  ]
  const chunks: Buffer[] = []
  let bytes = 0
  const options = { signal, timeLimitMs: 30_000 }
  try {
    for await (const chunk of childChunks('ffmpeg', args, options)) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > maxPictureBytes) break
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof AppError) throw error
  }
  const found = parsePgm(Buffer.concat(chunks))
  if (!found) throw new AppError('invalid', '封面不是可读的图片，请提供 JPEG、PNG 或 WebP 文件。')
  return found
}

const maxPictureBytes = maxSide * maxSide * 4

/** Reads a binary PGM picture (Netpbm P5, one byte a sample). */
function parsePgm(bytes: Buffer): GreyFrame | null {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 64))
  if (!head) return null
  const [width, height] = [Number(head[1]), Number(head[2])]
  const data = new Uint8Array(bytes.subarray(head[0].length, head[0].length + width * height))
  return data.length === width * height && data.length > 0 ? { width, height, data } : null
}

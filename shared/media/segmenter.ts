import { join } from 'node:path'
import { childLines } from './child.ts'
import { protocolWhitelist } from './ffmpeg.ts'

/** Where the segmenter's stream comes from: bytes on its standard input, or an RTMP server at a checked address. */
export type SegmenterInput =
  | { readonly bytes: AsyncIterable<Buffer>; readonly format: 'mpegts' | 'mov' | 'flv' }
  | { readonly rtmp: string; readonly tcUrl: string }

export interface SegmenterOptions {
  readonly dir: string
  readonly seconds: number
  /** Number of the first file; names are `000000.ts`. */
  readonly firstNumber: number
  readonly signal: AbortSignal
}

/** A finished piece of a stream; times are the stream's own, in milliseconds. */
export interface CutSegment {
  readonly path: string
  readonly number: number
  readonly startMs: number
  readonly endMs: number
}

/** No stream is longer than a week. */
const longestMs = 7 * 24 * 3_600_000

/**
 * Copies a live stream into MPEG-TS pieces of about `seconds`, cut at key frames, and tells each when it is finished.
 * Nothing is decoded; ffmpeg opens nothing but its input and these files.
 */
export async function* cutStream(
  input: SegmenterInput,
  { dir, seconds, firstNumber, signal }: SegmenterOptions,
): AsyncGenerator<CutSegment> {
  const piped = 'bytes' in input
  const from = piped
    ? [...protocolWhitelist, '-fflags', '+genpts', '-f', input.format, '-i', 'pipe:0']
    : [
        ...['-protocol_whitelist', 'rtmp,rtmps,tls,tcp,file,pipe', '-rtmp_live', 'live'],
        ...['-rtmp_tcurl', input.tcUrl, '-f', 'flv', '-i', input.rtmp],
      ]
  const args = [
    ...['-hide_banner', '-nostdin', '-v', 'error', ...from],
    ...['-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy', '-f', 'segment'],
    ...['-segment_format', 'mpegts', '-segment_time', String(seconds)],
    ...['-segment_list', 'pipe:1', '-segment_list_type', 'csv'],
    ...['-segment_start_number', String(firstNumber)],
    `file:${join(dir, '%06d.ts').replace(/%(?!06d)/g, '%%')}`,
  ]
  const options = { signal, timeLimitMs: longestMs, ...(piped && { stdin: input.bytes }) }
  for await (const lines of childLines('ffmpeg', args, options))
    for (const line of lines) {
      const found = /(\d{6,})\.ts"?,([\d.-]+),([\d.-]+)/.exec(line)
      if (!found) continue
      const [, name = '', start, end] = found
      yield {
        ...{ path: join(dir, `${name}.ts`), number: Number(name) },
        startMs: Number(start) * 1000,
        endMs: Number(end) * 1000,
      }
    }
}

import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { childChunks, childLines } from './child.ts'
import { openContent } from './content.ts'
import { bounded, demuxers, protocolWhitelist } from './ffmpeg.ts'

/** One track of a stretch, decoded and filtered, written to standard output. */
export interface Decoding {
  readonly track: 'picture' | 'sound'
  readonly fromMs: number
  readonly untilMs: number
  /** Filter graph; `timeline` is the expression for setpts and asetpts after which 0 is `fromMs`. */
  readonly filter: (timeline: string) => string
  /** Options before the input. */
  readonly input?: readonly string[]
  /** Options of what is written; where left out, only what filters print. */
  readonly output?: readonly string[]
}

/** What ffmpeg writes while it decodes this, as it comes. Throws AppError 'invalid' when nothing of the track decodes. */
export async function* decodedBytes(
  path: string,
  info: MediaInfo,
  what: Decoding,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const { args, stdin } = await call(path, info, what, signal)
  yield* undecodableSaid(childChunks('ffmpeg', args, { signal, stdin }), what, signal)
}

/** The same in batches of whole lines, for filters that print. */
export async function* decodedLines(
  path: string,
  info: MediaInfo,
  what: Decoding,
  signal?: AbortSignal,
): AsyncGenerator<string[]> {
  const { args, stdin } = await call(path, info, what, signal)
  yield* undecodableSaid(childLines('ffmpeg', args, { signal, stdin }), what, signal)
}

async function call(
  path: string,
  info: MediaInfo,
  { track, fromMs, untilMs, filter, input = [], output = ['-f', 'null', '-'] }: Decoding,
  signal?: AbortSignal,
): Promise<{ readonly args: string[]; readonly stdin: AsyncIterable<Buffer> | undefined }> {
  const stretch = { fromMs, untilMs, soundOnly: track === 'sound' }
  const opened = await openContent(path, info, stretch, signal)
  const piped = typeof opened.source !== 'string'
  const one =
    track === 'picture'
      ? ['-map', '0:v:0', '-an', '-sn', '-dn', '-vf']
      : ['-map', '0:a:0', '-vn', '-sn', '-dn', '-af']
  return {
    args: [
      ...['-nostdin', '-v', 'error', '-hide_banner', ...protocolWhitelist, '-max_error_rate', '1'],
      ...[...bounded, '-format_whitelist', demuxers, ...input, ...opened.input],
      ...['-i', piped ? 'pipe:0' : `file:${opened.source}`],
      ...[...one, filter(opened.timeline), ...output],
    ],
    stdin: piped ? (opened.source as AsyncIterable<Buffer>) : undefined,
  }
}

async function* undecodableSaid<T>(
  output: AsyncIterable<T>,
  { track }: Decoding,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  try {
    yield* output
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof AppError) throw cause
    const what = track === 'picture' ? '画面' : '声音'
    throw new AppError('invalid', `这段录像的${what}无法解码。`, { cause })
  }
}

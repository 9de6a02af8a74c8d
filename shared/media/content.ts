import type { Readable } from 'node:stream'
import type { MediaInfo, Piece } from '#shared/domain/recording.ts'
import { inspectMedia } from './inspect.ts'
import { type Opened, openRecording } from './open.ts'
import { retimed, retimedZeroMs } from './retime.ts'
import { toStream } from './source.ts'
import { fileMsAt } from './timeline/clock.ts'

/** What every verb takes: a probe result spares reading the file again. */
export interface MediaOptions {
  readonly info?: MediaInfo | undefined
  readonly signal?: AbortSignal | undefined
  /** Called now and then with about how many milliseconds of content are done. */
  readonly onProgress?: ((doneMs: number) => void) | undefined
}

/** A stretch of content as ffmpeg input. */
export interface ContentInput {
  readonly input: readonly string[]
  readonly source: string | Readable
  /**
   * Expression for setpts and asetpts that turns ffmpeg's time into content time less `fromMs`: 0 is where the stretch
   * begins.
   */
  readonly timeline: string
  /** ffmpeg's time of `fromMs` in milliseconds. */
  readonly zeroMs: number
}

export async function infoOf(path: string, { info, signal }: MediaOptions): Promise<MediaInfo> {
  return info ?? (await inspectMedia(path, signal ? { signal } : {}))
}

/**
 * Opens content from `fromMs` on (or a little before, at a key frame) up to `untilMs`. Streams without an index are read
 * from the seek point and retimed on the way; files with one are left to ffmpeg's own seeking.
 */
export async function openContent(
  path: string,
  info: MediaInfo,
  { fromMs, untilMs, soundOnly }: { fromMs: number; untilMs: number; soundOnly?: boolean },
  signal?: AbortSignal,
): Promise<ContentInput> {
  const opened = await openRecording(path)
  const format = streamFormat(opened, info)
  if (format) {
    const fromPos = fromMs <= 0 ? 0 : (seekPointBefore(info, fromMs)?.[1] ?? 0)
    const repack = info.faults.some(({ kind }) => kind === 'unofficial-codec')
    const stream = retimed(opened, info, { fromPos, untilMs, signal, repack, soundOnly })
    return {
      input: ['-f', repack ? 'matroska' : format, '-copyts'],
      source: toStream(stream),
      timeline: shift(-(retimedZeroMs + fromMs)),
      zeroMs: retimedZeroMs + fromMs,
    }
  }
  const zeroMs = fileMsAt(info.pieces, fromMs)
  const seek = fromMs <= 0 ? [] : ['-seek_timestamp', '1', '-ss', seconds(zeroMs)]
  return {
    input: ['-copyts', ...seek],
    source: path,
    timeline: pieceExpression(info.pieces, fromMs),
    zeroMs,
  }
}

/** The last key frame at or before a content time. */
export function seekPointBefore(info: MediaInfo, contentMs: number): [number, number] | null {
  return info.seekPoints.findLast(([ms]) => ms <= contentMs) ?? null
}

/** The demuxer for recordings that are read as a retimed stream, null for files that ffmpeg seeks in by itself. */
export function streamFormat({ kind, playlist }: Opened, info: MediaInfo): string | null {
  if (kind === 'flv') return 'flv'
  if (kind === 'ts') return 'mpegts'
  const fragments = info.configs.some((config) => config.kind === 'init')
  const torn = info.faults.some((fault) => fault.kind === 'truncated')
  return kind === 'mp4' && fragments && (playlist || torn || info.pieces.length > 1) ? 'mov' : null
}

function pieceExpression(pieces: readonly Piece[], fromMs: number): string {
  const [first, ...later] = pieces.filter((piece) => piece.contentEndMs >= fromMs)
  if (!first) return shift(-fromMs)
  let expression = onClock(first, fromMs)
  let before = first
  for (const piece of later) {
    // Between two clocks lies a hole: its middle is past the last sound of the one and before the first of the other.
    const endMs = fileMsAt([before], before.contentEndMs)
    const switchMs = Math.min(piece.fileStartMs, (endMs + piece.fileStartMs) / 2)
    expression = `if(gte(T,${seconds(switchMs)}),${onClock(piece, fromMs)},${expression})`
    before = piece
  }
  return `(${expression})/TB`
}

function onClock({ contentStartMs, fileStartMs, rate }: Piece, fromMs: number): string {
  return `(${seconds(contentStartMs - fromMs)}+(T-(${seconds(fileStartMs)}))*${rate})`
}

function shift(ms: number): string {
  return `PTS+(${seconds(ms)})/TB`
}

/** Milliseconds as ffmpeg wants seconds. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(5)
}

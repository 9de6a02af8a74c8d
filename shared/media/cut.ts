import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { infoOf, type MediaOptions, seconds, seekPointBefore, streamFormat } from './content.ts'
import { runFfmpeg, together } from './ffmpeg.ts'
import { inspectMedia } from './inspect.ts'
import { type Opened, openRecording } from './open.ts'
import { retimed } from './retime.ts'
import { fileMsAt } from './timeline/clock.ts'

/** A stretch of content. */
export interface Range {
  readonly fromMs: number
  readonly toMs: number
}

export interface OriginalCut extends Range {
  readonly path: string
  readonly mime: string
}

/**
 * Copies a stretch into `dir` without encoding anything again, beginning at the key frame at or before `fromMs`; the
 * answer says where it really begins and ends. FLV and MPEG-TS keep their container and every byte of picture and sound.
 */
export async function cutOriginal(
  path: string,
  range: Range,
  dir: string,
  options: MediaOptions = {},
): Promise<OriginalCut> {
  const info = await infoOf(path, options)
  const { fromMs, toMs } = inside(range, info)
  const { realFrom, fromPos } = keyBefore(info, fromMs)
  const opened = await openRecording(path)
  if (streamFormat(opened, info)) {
    const { extension, mime } = streamed(opened.kind)
    const out = join(dir, `original.${extension}`)
    const stretch = { fromPos, untilMs: toMs, signal: options.signal }
    await pipeline(retimed(opened, info, stretch), createWriteStream(out))
    // Fragments are copied whole: the last one ends where the next begins.
    const next = opened.kind === 'mp4' && info.seekPoints.find(([ms]) => ms >= toMs)
    const realTo = opened.kind !== 'mp4' ? toMs : next ? next[0] : info.durationMs
    return { path: out, mime, fromMs: realFrom, toMs: realTo }
  }
  const copy = copyOf(path, info, { fromMs, toMs }, dir)
  const { cut, exact } = copy
  await runFfmpeg(together([copy]), options)
  return exact ? cut : { ...cut, fromMs: await beginningOf(cut.path, info, options) }
}

/**
 * How ffmpeg copies a stretch of a file with an index. Where the copy is not `exact` it keeps the file's own times, which
 * tell where it begins.
 */
export function copyOf(path: string, info: MediaInfo, { fromMs, toMs }: Range, dir: string) {
  const { extension, mime } = copied(info)
  const out = join(dir, `original.${extension}`)
  const { realFrom } = keyBefore(info, fromMs)
  const startMs = fileMsAt(info.pieces, realFrom)
  const lengthMs = fileMsAt(info.pieces, toMs) - startMs
  // A hair behind the key frame: rounding must not make ffmpeg begin one group earlier. From the beginning on nothing is
  // sought: where the picture comes late, ffmpeg would begin there and leave the sound before it out.
  const from = realFrom > 0 ? ['-seek_timestamp', '1', '-ss', seconds(startMs + 1)] : []
  // MP4 finds every key frame, plain samples every one. Matroska may begin earlier.
  const plain = info.container === 'other' && info.audio?.codec.startsWith('pcm_')
  const exact = extension !== 'mkv' || (plain === true && !info.video)
  // From the beginning on, what an edit list hides stays hidden.
  const begin = realFrom > 0 ? 'make_zero' : 'auto'
  const times = exact
    ? ['-avoid_negative_ts', begin]
    : ['-copyts', '-avoid_negative_ts', 'disabled']
  const tracks = (nth: number) => ['-map', `${nth}:v:0?`, '-map', `${nth}:a:0?`, '-sn', '-dn']
  return {
    input: [...from, '-t', seconds(lengthMs)],
    source: path,
    outputs: (nth: number) => [{ output: [...tracks(nth), '-c', 'copy', ...times], target: out }],
    cut: { path: out, mime, fromMs: realFrom, toMs },
    exact,
  }
}

function keyBefore(info: MediaInfo, fromMs: number) {
  const [keyMs, fromPos] = (fromMs > 0 && seekPointBefore(info, fromMs)) || [0, 0]
  return { realFrom: Math.max(0, keyMs), fromPos }
}

/** Where a copy that kept its file's times begins. */
async function beginningOf(
  out: string,
  info: MediaInfo,
  { signal }: MediaOptions,
): Promise<number> {
  const copy = await inspectMedia(out, signal ? { signal } : {})
  const startMs = copy.pieces[0]?.fileStartMs ?? 0
  const piece = info.pieces.findLast((p) => p.fileStartMs <= startMs + 1) ?? info.pieces[0]
  if (!piece) return 0
  return Math.max(0, piece.contentStartMs + (startMs - piece.fileStartMs) * piece.rate)
}

function streamed(kind: Opened['kind']) {
  if (kind === 'flv') return { extension: 'flv', mime: 'video/x-flv' }
  if (kind === 'ts') return { extension: 'ts', mime: 'video/mp2t' }
  return { extension: 'mp4', mime: 'video/mp4' }
}

function copied({ container, video, audio }: MediaInfo) {
  const plain = audio?.codec.startsWith('pcm_')
  // QuickTime goes by the name of MP4, which may not hold what its cameras write.
  if (container === 'mp4' && plain) return { extension: 'mov', mime: 'video/quicktime' }
  if (container === 'mp4' || container === 'fmp4') return { extension: 'mp4', mime: 'video/mp4' }
  if (container === 'm4a') return { extension: 'm4a', mime: 'audio/mp4' }
  return { extension: 'mkv', mime: video ? 'video/x-matroska' : 'audio/x-matroska' }
}

/** The range as far as it lies in the recording. Throws AppError 'invalid' when nothing of it does. */
export function inside(range: Range, info: MediaInfo): Range {
  const endMs = Math.max(info.durationMs, info.audio?.endMs ?? 0)
  const fromMs = Math.max(0, range.fromMs)
  const toMs = Math.min(range.toMs, endMs)
  if (!(toMs > fromMs)) throw new AppError('invalid', '所选时间段不在录像之内。')
  return { fromMs, toMs }
}

import { stat } from 'node:fs/promises'
import type { FaultKind, MediaInfo } from '#shared/domain/recording.ts'
import {
  type ContentInput,
  type MediaOptions,
  openContent,
  seconds,
  seekPointBefore,
} from './content.ts'
import type { Range } from './cut.ts'
import { type Reading, runFfmpeg, together } from './ffmpeg.ts'
import { readHead } from './source.ts'
import { type Marked, timeTrack, withText } from './time-track.ts'

/** Heavier streams are made smaller for looking at: a clip of 25 s has 9 MB at the most. */
const maxBytesPerSecond = 3_000_000 / 8
/** The picture and the sound may begin and end this much within the clip. */
const edgeMs = 100
/** Facts about a file, not of what decodes in it. */
const harmless: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'wrong-duration',
  'wrong-suffix',
  'more-tracks',
  'unclosed-playlist',
  'truncated',
  'no-audio',
])
/** Baseline, Main and High: 8 bits, colour at half the size. Browsers play no other. */
const playableProfiles = [66, 77, 88, 100]

/** Whether a browser plays this stretch as it stands: H.264 and AAC on one clock, whole, unchanging and light enough. */
export function isPlayable(info: MediaInfo, { fromMs, toMs }: Range): boolean {
  const { video, audio, pieces, faults } = info
  if (video?.codec !== 'h264' || (audio && audio.codec !== 'aac')) return false
  const before = seekPointBefore(info, fromMs) ?? [0, 0]
  const behind = info.seekPoints.find(([ms]) => ms >= toMs) ?? [info.durationMs, info.bytes]
  const within = (ms: number) => ms > before[0] && ms < toMs
  const covers = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
    startMs <= fromMs + edgeMs && endMs >= toMs - edgeMs
  return (
    covers(video) &&
    (!audio || covers(audio)) &&
    faults.every(({ kind, atMs, lengthMs = 0 }) => {
      if (harmless.has(kind)) return true
      return atMs !== undefined && (atMs >= toMs || atMs + lengthMs <= before[0])
    }) &&
    !video.sizes.some(({ atMs }) => within(atMs)) &&
    !audio?.formats.some(({ atMs }) => within(atMs)) &&
    !pieces.some(({ contentStartMs }) => within(contentStartMs)) &&
    (behind[1] - before[1]) * 1000 <= maxBytesPerSecond * (behind[0] - before[0])
  )
}

export interface PreviewFiles {
  readonly out: string
  /** Where the text track is written. */
  readonly text: string
}

/** Copies a playable stretch. Answers false where the picture turns out to be of a kind that browsers do not play. */
export async function copyPlayable(
  path: string,
  info: MediaInfo,
  clip: Marked,
  files: PreviewFiles,
  options: MediaOptions,
): Promise<boolean> {
  const stretch = { fromMs: clip.fromMs, untilMs: clip.toMs }
  const content = await openContent(path, info, stretch, options.signal)
  await runFfmpeg(together(await playableCopy(info, clip, content, files)), options)
  return isPlayed(files.out)
}

/**
 * How a playable stretch is copied into an MP4 that begins with the picture of `fromMs`: what a decoder needs before it is
 * there and not shown (an edit list). `content` may begin anywhere before it.
 */
export async function playableCopy(
  { audio }: MediaInfo,
  clip: Marked,
  { input, source, zeroMs }: Pick<ContentInput, 'input' | 'source' | 'zeroMs'>,
  { out, text }: PreviewFiles,
): Promise<Reading[]> {
  const output = (nth: number) => [
    ...withText(nth + 1),
    ...['-map', `${nth}:v:0`, ...(audio ? ['-map', `${nth}:a:0`] : [])],
    ...['-c:v', 'copy', '-c:a', 'copy'],
    ...['-to', seconds(zeroMs + clip.toMs - clip.fromMs), '-output_ts_offset', seconds(-zeroMs)],
    ...['-avoid_negative_ts', 'disabled', '-movflags', '+faststart', '-map_metadata', '-1'],
  ]
  const picture = {
    ...{ input, source },
    outputs: (nth: number) => [{ output: output(nth), target: out }],
  }
  return [picture, await timeTrack(clip, text, zeroMs)]
}

/** Whether browsers play the kind of H.264 that was copied. */
export async function isPlayed(path: string): Promise<boolean> {
  return playableProfiles.includes(await profileOf(path))
}

/** The profile of the H.264 in an MP4 (ISO/IEC 14496-15, AVCDecoderConfigurationRecord), 0 where none is found. */
async function profileOf(path: string): Promise<number> {
  const head = await readHead([{ path, start: 0, end: (await stat(path)).size }], 64 * 1024)
  const at = head.indexOf('avcC')
  return at < 0 ? 0 : (head[at + 5] ?? 0)
}

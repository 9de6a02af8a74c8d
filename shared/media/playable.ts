import { stat } from 'node:fs/promises'
import type { FaultKind, MediaInfo } from '#shared/domain/recording.ts'
import { type MediaOptions, openContent, seconds, seekPointBefore } from './content.ts'
import type { Range } from './cut.ts'
import { alsoReading, runFfmpeg } from './ffmpeg.ts'
import { readHead } from './source.ts'
import { besideText, type Marked, timeTrack } from './time-track.ts'

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

/**
 * Copies a playable stretch into an MP4 that begins with the picture of `fromMs`: what a decoder needs before it is there and
 * not shown (an edit list). `beside` are files read and written in the same run. Answers false where the picture turns out to
 * be of a kind that browsers do not play.
 */
export async function copyPlayable(
  path: string,
  info: MediaInfo,
  clip: Marked,
  { out, text, beside = [] }: Copied,
  options: MediaOptions,
): Promise<boolean> {
  const { fromMs, toMs } = clip
  const { input, source, zeroMs } = await openContent(
    path,
    info,
    { fromMs, untilMs: toMs },
    options.signal,
  )
  const output = [
    ...beside.flatMap(alsoReading),
    ...(await timeTrack(clip, text, zeroMs, beside.length + 1)),
    ...['-map', '0:v:0', ...(info.audio ? ['-map', '0:a:0'] : []), '-c:v', 'copy', '-c:a', 'copy'],
    ...['-to', seconds(zeroMs + toMs - fromMs), '-output_ts_offset', seconds(-zeroMs)],
    ...['-avoid_negative_ts', 'disabled', '-movflags', '+faststart', '-map_metadata', '-1'],
  ]
  const others = beside.flatMap(({ outputs }, i) => outputs(i + 1))
  const call = { input: [...besideText, ...input], source, output, target: out, others }
  await runFfmpeg(call, options)
  return playableProfiles.includes(await profileOf(out))
}

interface Copied {
  readonly out: string
  /** Where the text track is written. */
  readonly text: string
  readonly beside?: readonly Beside[]
}

/** Another reading of a file and what is made of it, when it is input number `nth`. */
export interface Beside {
  readonly input: readonly string[]
  readonly source: string
  readonly outputs: (
    nth: number,
  ) => { readonly output: readonly string[]; readonly target: string }[]
}

/** The profile of the H.264 in an MP4 (ISO/IEC 14496-15, AVCDecoderConfigurationRecord), 0 where none is found. */
async function profileOf(path: string): Promise<number> {
  const head = await readHead([{ path, start: 0, end: (await stat(path)).size }], 64 * 1024)
  const at = head.indexOf('avcC')
  return at < 0 ? 0 : (head[at + 5] ?? 0)
}

import { type CoverageSpan, type Gap, withGaps } from './coverage.ts'
import type { FaultKind, MediaInfo } from './recording.ts'

/** Faults that leave a hole of known place and length in both tracks, in the sound, in the picture. */
const holes: Readonly<Record<'both' | 'sound' | 'picture', readonly FaultKind[]>> = {
  both: ['missing-segment', 'lost-packets'],
  sound: ['sound-gap'],
  picture: ['picture-gap'],
}

/** What of a recording is there at all, from its packets; the rest is a gap with its reason. */
export function recordedLedger(info: MediaInfo): CoverageSpan[] {
  const gaps = holesIn(info, ['both', 'sound', 'picture'])
  return withGaps('recorded', { fromMs: 0, toMs: info.durationMs }, gaps)
}

/** What of a recording can be heard: where its sound is there, less what was found when it was listened to. */
export function audibleLedger(info: MediaInfo, found: readonly Gap[]): CoverageSpan[] {
  const { audio, durationMs } = info
  const lost = audio
    ? [
        ...holesIn(info, ['both', 'sound']),
        { fromMs: 0, toMs: audio.startMs, gap: '声音晚于画面' },
        { fromMs: audio.endMs, toMs: durationMs, gap: '声音先于画面结束' },
        ...found,
      ]
    : [{ fromMs: 0, toMs: durationMs, gap: '录像没有声音' }]
  return withGaps('audible', { fromMs: 0, toMs: durationMs }, lost)
}

/** What of a recording can be seen: where its picture is there, less what was found when it was looked at. */
export function pictureLedger(info: MediaInfo, found: readonly Gap[]): CoverageSpan[] {
  const { video, durationMs } = info
  const lost = video
    ? [
        ...holesIn(info, ['both', 'picture']),
        { fromMs: 0, toMs: video.startMs, gap: '画面晚于声音' },
        { fromMs: video.endMs, toMs: durationMs, gap: '画面先于声音结束' },
        ...found,
      ]
    : [{ fromMs: 0, toMs: durationMs, gap: '录像没有画面' }]
  return withGaps('picture', { fromMs: 0, toMs: durationMs }, lost)
}

function holesIn({ faults }: MediaInfo, of: readonly (keyof typeof holes)[]): Gap[] {
  const kinds = of.flatMap((track) => holes[track])
  return faults.flatMap(({ kind, atMs, lengthMs, detail }) =>
    kinds.includes(kind) && atMs !== undefined && lengthMs
      ? [{ fromMs: atMs, toMs: atMs + lengthMs, gap: detail }]
      : [],
  )
}

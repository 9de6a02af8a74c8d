import type {
  Anchor,
  AudioTrack,
  Config,
  Container,
  Fault,
  MediaInfo,
  VideoTrack,
} from '#shared/domain/recording.ts'
import type { Opened } from '../open.ts'
import { contentAt } from '../timeline/clock.ts'
import { clock } from '../timeline/faults.ts'
import type { Timeline } from '../timeline/layout.ts'

/** A picture size where it was met in the file. */
export interface SizeSeen {
  readonly width: number
  readonly height: number
  readonly pos: number
  readonly fileMs: number
  readonly wrapMs?: number
}

/** A sound format where it was met in the file. */
export interface FormatSeen {
  readonly sampleRate: number
  readonly channels: number
  readonly pos: number
  readonly fileMs: number
  readonly wrapMs?: number
}

/** What one container reader found out, before it is put on the content clock. */
export interface Reading {
  readonly container: Container
  readonly bytes: number
  readonly headerDurationMs: number | null
  readonly video: { codec: string; width: number; height: number } | null
  readonly audio: { codec: string; sampleRate: number; channels: number } | null
  readonly timeline: Timeline
  readonly sizes: readonly SizeSeen[]
  readonly formats: readonly FormatSeen[]
  readonly configs: readonly Config[]
  readonly faults: readonly Fault[]
  readonly anchors: readonly Anchor[]
}

/** Bytes whose content time is asked for: where segments are missing, and where the playlist tells the date. */
export function marksOf({ holes, dates }: Opened): number[] {
  return [...new Set([...holes, ...dates].map(({ pos }) => pos))].sort((a, b) => a - b)
}

// A header may round; a live recorder writes 0 or what it knew when it started.
const durationSlackMs = 1000

/** Puts a reading together: tracks with their extents, changes by content time, all faults in order of time. */
export function toMediaInfo(reading: Reading, opened: Opened): MediaInfo {
  const { timeline, headerDurationMs } = reading
  const { durationMs, pieces, seekPoints } = timeline
  const video = videoTrack(reading)
  const audio = audioTrack(reading)
  const missing = missingSegments(opened, timeline)
  const explained = ({ kind, atMs }: Fault) =>
    kind === 'timestamp-jump' && missing.some((hole) => hole.lostMs && hole.atMs === atMs)
  const placed = [
    ...timeline.faults.filter((fault) => !explained(fault)),
    ...changeFaults(video, audio),
    ...missing,
  ].sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))
  return {
    container: opened.playlist ? 'hls' : reading.container,
    bytes: reading.bytes,
    durationMs,
    headerDurationMs,
    video,
    audio,
    faults: [...opened.faults, ...reading.faults, ...headerFaults(reading), ...placed],
    pieces,
    seekPoints,
    configs: [...reading.configs],
    anchors: [...reading.anchors, ...dateAnchors(opened, timeline)],
  }
}

function videoTrack({ timeline, video, sizes }: Reading): VideoTrack | null {
  if (!timeline.video || !video) return null
  const { startMs, endMs, packets } = timeline.video
  const known = placed(sizes, 'video', timeline).map(({ atMs, width, height }) => ({
    atMs,
    width,
    height,
  }))
  const { codec, width, height } = { ...video, ...known[0] }
  const fps = endMs > startMs ? Math.round((packets * 100_000) / (endMs - startMs)) / 100 : 0
  const all = known.length > 0 ? known : [{ atMs: 0, width, height }]
  return { codec, width, height, fps, startMs, endMs, sizes: changesOf(all) }
}

function audioTrack({ timeline, audio, formats }: Reading): AudioTrack | null {
  if (!timeline.audio || !audio) return null
  const { startMs, endMs, playedMs } = timeline.audio
  const known = placed(formats, 'audio', timeline).map(({ atMs, sampleRate, channels }) => ({
    atMs,
    sampleRate,
    channels,
  }))
  const { codec, sampleRate, channels } = audio
  const all = known.length > 0 ? known : [{ atMs: 0, sampleRate, channels }]
  return {
    codec,
    sampleRate,
    channels,
    startMs,
    endMs,
    formats: changesOf(all),
    samplesMs: playedMs,
  }
}

/** What was met in the file with its content time; the first holds from the beginning. */
function placed<T extends { pos: number; fileMs: number; wrapMs?: number }>(
  seen: readonly T[],
  track: 'video' | 'audio',
  { pieces }: Timeline,
) {
  return seen.flatMap((found, i) => {
    const { pos, fileMs, wrapMs } = found
    const at = contentAt(pieces, { track, pos, fileMs, wrapMs })
    return i === 0
      ? [{ ...found, atMs: 0 }]
      : at === null
        ? []
        : [{ ...found, atMs: Math.round(at) }]
  })
}

/** Leaves out what only repeats the one before. */
function changesOf<T extends { atMs: number }>(all: readonly T[]): T[] {
  const text = ({ atMs, ...what }: T) => JSON.stringify(what)
  return all.filter((one, i) => i === 0 || text(one) !== text(all[i - 1] ?? one))
}

function changeFaults(video: VideoTrack | null, audio: AudioTrack | null): Fault[] {
  const sizes = video?.sizes.slice(1).map(({ atMs, width, height }): Fault => {
    const detail = `画面尺寸在 ${clock(atMs)} 变为 ${width}×${height}。`
    return { kind: 'size-change', atMs, detail }
  })
  const formats = audio?.formats.slice(1).map(({ atMs, sampleRate, channels }): Fault => {
    const detail = `声音格式在 ${clock(atMs)} 变为 ${sampleRate} Hz、${channels} 声道。`
    return { kind: 'codec-change', atMs, detail }
  })
  return [...(sizes ?? []), ...(formats ?? [])]
}

function headerFaults({ headerDurationMs, timeline: { durationMs } }: Reading): Fault[] {
  if (!headerDurationMs || Math.abs(headerDurationMs - durationMs) <= durationSlackMs) return []
  const detail = `文件头写的时长是 ${clock(headerDurationMs)}，实际内容 ${clock(durationMs)}。`
  return [{ kind: 'wrong-duration', detail }]
}

/** Holes of a playlist. Where the clock goes on across one it stays in the content as silence, otherwise it is closed. */
function missingSegments({ holes }: Opened, { marks, faults, durationMs }: Timeline): Fault[] {
  return holes.map(({ pos, lengthMs }) => {
    const endMs = Math.round(marks.get(pos) ?? durationMs)
    const seam = faults.find(
      ({ kind, atMs }) => kind.startsWith('timestamp-') && Math.abs((atMs ?? 0) - endMs) < 100,
    )
    const closed = seam !== undefined || endMs === 0 || !marks.has(pos)
    const atMs = seam?.atMs ?? (closed ? endMs : Math.max(0, endMs - Math.round(lengthMs)))
    const detail = `播放列表里 ${clock(atMs)} 处的片段不在，缺 ${(lengthMs / 1000).toFixed(1)} 秒。`
    const length = Math.round(lengthMs)
    return {
      kind: 'missing-segment',
      atMs,
      ...(closed ? { lostMs: length } : { lengthMs: length }),
      detail,
    }
  })
}

/** The playlist's dates as anchors; one that only repeats what the one before it implies is left out. */
function dateAnchors({ dates }: Opened, { marks }: Timeline): Anchor[] {
  const anchors: Anchor[] = []
  for (const { pos, atMs } of dates) {
    const contentMs = marks.get(pos)
    const last = anchors.at(-1)
    if (contentMs === undefined) continue
    if (last && Math.abs(atMs - last.atMs - (contentMs - last.contentMs)) < 500) continue
    anchors.push({ contentMs: Math.round(contentMs), atMs, origin: 'hls-date-time' })
  }
  return anchors
}

import type {
  Anchor,
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

/** What one container reader found out, before it is put on the content clock. */
export interface Reading {
  readonly container: Container
  readonly bytes: number
  readonly headerDurationMs: number | null
  readonly video: { codec: string; width: number; height: number } | null
  readonly audio: { codec: string; sampleRate: number; channels: number } | null
  readonly timeline: Timeline
  readonly sizes: readonly SizeSeen[]
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

/** Puts a reading together: tracks with their extents, sizes by content time, all faults in order of time. */
export function toMediaInfo(reading: Reading, opened: Opened): MediaInfo {
  const { timeline, headerDurationMs } = reading
  const { durationMs, pieces, seekPoints } = timeline
  const sizes = sizesOf(reading)
  const [first, ...later] = sizes
  const changes = later.map(
    ({ atMs, width, height }): Fault => ({
      kind: 'size-change',
      atMs,
      detail: `画面尺寸在 ${clock(atMs)} 变为 ${width}×${height}。`,
    }),
  )
  const missing = missingSegments(opened, timeline)
  const explained = (fault: Fault) =>
    fault.kind === 'timestamp-jump' &&
    missing.some(({ lostMs, atMs }) => lostMs && atMs === fault.atMs)
  const clockFaults = timeline.faults.filter((fault) => !explained(fault))
  const faults = [...clockFaults, ...changes, ...missing].sort(
    (a, b) => (a.atMs ?? 0) - (b.atMs ?? 0),
  )
  if (headerDurationMs && Math.abs(headerDurationMs - durationMs) > durationSlackMs) {
    const detail = `文件头写的时长是 ${clock(headerDurationMs)}，实际内容 ${clock(durationMs)}。`
    faults.unshift({ kind: 'wrong-duration', detail })
  }
  const video = timeline.video &&
    reading.video && {
      codec: reading.video.codec,
      width: first?.width ?? 0,
      height: first?.height ?? 0,
      fps: frameRate(timeline),
      startMs: timeline.video.startMs,
      endMs: timeline.video.endMs,
      sizes,
    }
  const audio = timeline.audio &&
    reading.audio && {
      codec: reading.audio.codec,
      sampleRate: reading.audio.sampleRate,
      channels: reading.audio.channels,
      startMs: timeline.audio.startMs,
      endMs: timeline.audio.endMs,
      samplesMs: timeline.audio.playedMs,
    }
  return {
    container: opened.playlist ? 'hls' : reading.container,
    bytes: reading.bytes,
    durationMs,
    headerDurationMs,
    video,
    audio,
    faults: [...opened.faults, ...reading.faults, ...faults],
    pieces,
    seekPoints,
    configs: [...reading.configs],
    anchors: [...reading.anchors, ...dateAnchors(opened, timeline)],
  }
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

function sizesOf({ sizes, video, timeline }: Reading): VideoTrack['sizes'] {
  if (!video) return []
  const known: VideoTrack['sizes'] = []
  for (const { width, height, ...place } of sizes) {
    const at = contentAt(timeline.pieces, { track: 'video', ...place })
    if (at === null) continue
    const last = known.at(-1)
    if (last?.width === width && last.height === height) continue
    known.push({ atMs: last ? Math.round(at) : 0, width, height })
  }
  return known.length > 0 ? known : [{ atMs: 0, width: video.width, height: video.height }]
}

function frameRate({ video }: Timeline): number {
  const lengthMs = video ? video.endMs - video.startMs : 0
  return video && lengthMs > 0 ? Math.round((video.packets * 100_000) / lengthMs) / 100 : 0
}

import type {
  Anchor,
  Config,
  Container,
  Fault,
  MediaInfo,
  VideoTrack,
} from '#shared/domain/recording.ts'
import { contentAt } from './clock.ts'
import { clock } from './faults.ts'
import type { Timeline } from './layout.ts'

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

// A header may round; a live recorder writes 0 or what it knew when it started.
const durationSlackMs = 1000

/** Puts a reading together: tracks with their extents, sizes by content time, all faults in order of time. */
export function toMediaInfo(reading: Reading): MediaInfo {
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
  const faults = [...timeline.faults, ...changes].sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))
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
    container: reading.container,
    bytes: reading.bytes,
    durationMs,
    headerDurationMs,
    video,
    audio,
    faults: [...reading.faults, ...faults],
    pieces,
    seekPoints,
    configs: [...reading.configs],
    anchors: [...reading.anchors],
  }
}

function sizesOf({ sizes, video, timeline }: Reading): VideoTrack['sizes'] {
  if (!video) return []
  const known: VideoTrack['sizes'] = []
  for (const { width, height, ...place } of sizes) {
    const at = Math.round(contentAt(timeline.pieces, { track: 'video', ...place }))
    const last = known.at(-1)
    if (last?.width === width && last.height === height) continue
    known.push({ atMs: last ? at : 0, width, height })
  }
  return known.length > 0 ? known : [{ atMs: 0, width: video.width, height: video.height }]
}

function frameRate({ video }: Timeline): number {
  const lengthMs = video ? video.endMs - video.startMs : 0
  return video && lengthMs > 0 ? Math.round((video.packets * 100_000) / lengthMs) / 100 : 0
}

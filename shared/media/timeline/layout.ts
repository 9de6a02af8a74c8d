import type { Fault, Piece } from '#shared/domain/recording.ts'
import type { Mark, Run, Track } from './collect.ts'
import { seamFault, spanFaults, trackFaults } from './faults.ts'
import { type Stretch, splitByRate } from './rate.ts'

/** A track's extent on the content clock. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
  readonly packets: number
  /** Sum of the packets' playing times; for sound the length that no muxer bends. */
  readonly playedMs: number
}

export interface Timeline {
  readonly durationMs: number
  readonly pieces: Piece[]
  readonly video: Span | null
  readonly audio: Span | null
  /** Key frames as [contentMs, byte]. */
  readonly seekPoints: [number, number][]
  readonly faults: Fault[]
  /** Content time of the marks asked for, by their byte. */
  readonly marks: ReadonlyMap<number, number>
}

/** A run with its place on the content clock. */
export interface Laid {
  readonly run: Run
  readonly startMs: number
  readonly stretches: readonly Stretch[]
  /** Content time of a file time inside this run. */
  readonly at: (fileMs: number) => number
}

// Sound this much before the first picture is a muxer's slack, not content.
const leadMs = 500
// Sound that outlasts the picture by less than this is the tail of a file broken off, not content.
const tailMs = 10_000
// At a seam the picture decides, unless the sound goes on alone for longer than this.
const aloneMs = 500
const joinMs = 500

/**
 * Lays runs end to end on the content clock. They are joined in decoding time, so that frames which change places with
 * their neighbours at the seam are neither counted twice nor lost. A file that is broken off ends with its last
 * picture's time: nothing says how long that picture would have stood.
 */
export function layOut(runs: readonly Run[], met: readonly Mark[], brokenOff: boolean): Timeline {
  const laid: Laid[] = []
  const faults: Fault[] = []
  for (const run of runs) {
    const previous = laid.at(-1)
    const stretches = splitByRate(run.ticks)
    const local = localClock(stretches)
    const offset = previous ? follow(previous, run, local) : -local(origin(run))
    const startMs = previous ? endOf(previous) : 0
    laid.push({ run, startMs, stretches, at: (fileMs) => local(fileMs) + offset })
    // A first picture at 0 before the stream's own clock is how a recorder joins a broadcast, not a fault.
    if (previous && startMs > joinMs) faults.push(seamFault(previous.run, run, startMs))
  }
  const video = brokenOff ? cutOff(span(laid, 'video'), laid) : span(laid, 'video')
  const audio = span(laid, 'audio')
  const durationMs = Math.max(0, round(contentEnd(video, audio)))
  const pieces = laid.flatMap((part, i) => piecesOf(part, laid[i + 1]?.startMs ?? durationMs))
  for (const part of laid) faults.push(...trackFaults(part))
  faults.push(...spanFaults(video, audio))
  const seekPoints = laid.flatMap(({ run, at }) =>
    run.keys.map((key): [number, number] => [round(at(key.fileMs)), key.pos]),
  )
  faults.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))
  const marks = new Map<number, number>()
  for (const { pos, run, fileMs } of met) {
    const at = laid.find((part) => part.run === run)?.at(fileMs)
    if (at !== undefined) marks.set(pos, Math.max(0, round(at)))
  }
  return { durationMs, pieces, video, audio, seekPoints, faults, marks }
}

function localClock(stretches: readonly Stretch[]): (fileMs: number) => number {
  const starts = [0]
  for (const [i, stretch] of stretches.entries()) {
    const next = stretches[i + 1]
    if (next) starts.push((starts[i] ?? 0) + (next.fileMs - stretch.fileMs) * stretch.rate)
  }
  return (fileMs) => {
    let i = stretches.length - 1
    while (i > 0 && (stretches[i]?.fileMs ?? 0) > fileMs) i -= 1
    const stretch = stretches[i] ?? { fileMs: 0, rate: 1 }
    return (starts[i] ?? 0) + (fileMs - stretch.fileMs) * stretch.rate
  }
}

function origin({ video, audio }: Run): number {
  // Sound a few frames below zero is the encoder's run-in, which an edit list takes away.
  if (!video) return audio && (audio.firstPts < -100 || audio.firstPts > 0) ? audio.firstPts : 0
  return audio && audio.firstPts < video.firstPts - leadMs ? audio.firstPts : video.firstPts
}

/** The offset that puts a run right behind the one before it. */
function follow(previous: Laid, run: Run, local: (fileMs: number) => number): number {
  const byTrack = (kind: 'video' | 'audio') => {
    const before = previous.run[kind]
    const after = run[kind]
    if (!before || !after) return null
    return previous.at(before.lastDts) + frameLength(previous, before) - local(after.firstDts)
  }
  const picture = byTrack('video')
  const sound = byTrack('audio')
  // Without decoding times pictures that change places blur the seam; sound never does.
  const blurred = run.video?.reorderMs === null
  if (picture !== null && sound !== null) {
    return blurred || sound > picture + aloneMs ? sound : picture
  }
  return picture ?? sound ?? endOf(previous) - local(origin(run))
}

/** The last frame's length on the content clock: a picture's is measured on the file's clock, a sound's known from its codec. */
function frameLength({ run, at }: Laid, track: Track): number {
  if (track === run.audio) return track.frameMs
  return at(track.lastDts) - at(track.lastDts - track.frameMs)
}

function trackEnd(laid: Laid, track: Track): number {
  const frameMs = frameLength(laid, track)
  const { audio } = laid.run
  // The delay by reordering is the muxer's constant, also where the clock runs slow.
  const endMs =
    track.reorderMs === null
      ? laid.at(track.maxPts) + frameMs
      : laid.at(track.lastDts) + track.reorderMs + frameMs
  // A clock that was measured by the sound says nothing of what lies behind the last sound.
  const measured = track !== audio && audio && laid.stretches.at(-1)?.rate !== 1
  return measured ? Math.min(endMs, trackEnd(laid, audio)) : endMs
}

function endOf(laid: Laid): number {
  const { video, audio } = laid.run
  const picture = video && trackEnd(laid, video)
  const sound = audio && trackEnd(laid, audio)
  if (picture === null || sound === null) return picture ?? sound ?? laid.startMs
  return sound > picture + aloneMs ? sound : picture
}

function piecesOf({ run, startMs, stretches, at }: Laid, endMs: number): Piece[] {
  const positions = { videoPos: run.video?.pos ?? -1, audioPos: run.audio?.pos ?? -1 }
  const fileOrigin = stretches[0]?.fileMs ?? 0
  const pieces: Piece[] = []
  for (const [i, stretch] of stretches.entries()) {
    const next = stretches[i + 1]
    const contentStartMs = i === 0 ? startMs : at(stretch.fileMs)
    const contentEndMs = next ? at(next.fileMs) : endMs
    // The run starts where its picture does, which need not be where its first sound lies.
    const fileStartMs =
      i === 0 ? fileOrigin + (startMs - at(fileOrigin)) / stretch.rate : stretch.fileMs
    pieces.push({
      contentStartMs: round(contentStartMs),
      contentEndMs: round(Math.max(contentEndMs, contentStartMs)),
      fileStartMs: round(fileStartMs),
      rate: stretch.rate,
      ...positions,
    })
  }
  return pieces
}

function span(laid: readonly Laid[], kind: 'video' | 'audio'): Span | null {
  const parts = laid.flatMap((part) => {
    const track = part.run[kind]
    return track ? [{ part, track }] : []
  })
  const first = parts[0]
  const last = parts.at(-1)
  if (!first || !last) return null
  return {
    startMs: round(first.part.at(first.track.firstPts)),
    endMs: round(trackEnd(last.part, last.track)),
    packets: parts.reduce((sum, { track }) => sum + track.packets, 0),
    playedMs: round(parts.reduce((sum, { track }) => sum + track.playedMs, 0)),
  }
}

function cutOff(video: Span | null, laid: readonly Laid[]): Span | null {
  const last = laid.at(-1)
  const track = last?.run.video
  return video && last && track
    ? { ...video, endMs: round(video.endMs - frameLength(last, track)) }
    : video
}

function contentEnd(video: Span | null, audio: Span | null): number {
  if (!video || !audio) return video?.endMs ?? audio?.endMs ?? 0
  return audio.endMs > video.endMs + tailMs ? audio.endMs : video.endMs
}

/** A hundredth of a millisecond is finer than any container's clock. */
export function round(ms: number): number {
  return Math.round(ms * 100) / 100
}

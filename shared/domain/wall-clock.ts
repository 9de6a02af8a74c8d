/** What may tell a wall-clock time, the surest first. */
export const anchorOrigins = [
  'option',
  'sei',
  'hls-date-time',
  'wall-captions',
  'capture',
  'flv-metadata',
  'sidecar',
  'hook',
  'file-name',
  'series',
  'danmaku-header',
  'danmaku',
  'creation-time',
  'file-time',
] as const
export type AnchorOrigin = (typeof anchorOrigins)[number]

/** One statement that content time `contentMs` was on air at `atMs` (epoch ms), good to ± `errorMs`. */
export interface WallAnchor {
  readonly contentMs: number
  readonly atMs: number
  readonly origin: AnchorOrigin
  readonly errorMs: number
}

/** An anchor with what became of it: `why` says for people why it was not used, null when it was. */
export interface JudgedAnchor extends WallAnchor {
  readonly why: string | null
}

/** From `contentMs` on, content and wall clock run alike: at = atMs + (content - contentMs), good to ± `errorMs`. */
export interface WallLine {
  readonly contentMs: number
  readonly atMs: number
  readonly errorMs: number
  /** Why time on air is missing before this line; null for the first, and where only the clock was corrected. */
  readonly lost: string | null
}

/** How much later viewers see what is said: measured, shown, never built into any time. */
export interface ViewerLag {
  readonly lagMs: number
  /** Width of the peak at half its height: what the estimate may be off by. */
  readonly widthMs: number
  /** Height of the peak over the noise; below 3 there is none. */
  readonly peak: number
}

/**
 * The one clock of a recording: a piecewise linear map from content time (milliseconds of picture and sound really
 * there, counted by sound frames) to the wall clock. Lines ascend on both sides; between two of them time on air may
 * be missing from the file, never the other way round.
 */
export interface WallClock {
  readonly lines: readonly WallLine[]
  readonly anchors: readonly JudgedAnchor[]
  /** What the danmaku's absolute times are ahead of the recorder's clock. */
  readonly danmakuSkewMs: number
  readonly lag: ViewerLag | null
}

/** Anything that carries a recording's clock; before it was read there is only the time it is said to begin. */
export interface Clocked {
  readonly startedAt: Date
  readonly clock?: WallClock | null
}

/** The clock of a recording of which only the beginning is known. */
export function plainClock(startAtMs: number): Pick<WallClock, 'lines'> {
  return { lines: [{ contentMs: 0, atMs: startAtMs, errorMs: 0, lost: null }] }
}

const linesOf = ({ startedAt, clock }: Clocked): readonly WallLine[] =>
  clock?.lines ?? plainClock(startedAt.getTime()).lines

/** When a moment of a recording was on air, in epoch ms. Every wall-clock time of the house comes from here. */
export function wallMsOf(recording: Clocked, contentMs: number): number {
  const lines = linesOf(recording)
  const line = lines.findLast((it) => it.contentMs <= contentMs) ?? lines[0]
  return line ? line.atMs + contentMs - line.contentMs : recording.startedAt.getTime() + contentMs
}

/** `wallMsOf` as a date. */
export function wallTimeOf(recording: Clocked, contentMs: number): Date {
  return new Date(Math.round(wallMsOf(recording, contentMs)))
}

/**
 * The content time that was on air at `atMs`. `missing` says that nothing was recorded then: the place is the seam.
 * Before the beginning and behind the end the first and last line are drawn out.
 */
export function contentOf(
  recording: Clocked,
  atMs: number,
): { readonly contentMs: number; readonly missing: boolean } {
  const lines = linesOf(recording)
  const at = Math.max(
    0,
    lines.findLastIndex((line) => line.atMs <= atMs),
  )
  const line = lines[at]
  if (!line) return { contentMs: atMs - recording.startedAt.getTime(), missing: false }
  const contentMs = line.contentMs + atMs - line.atMs
  const next = lines[at + 1]
  return next && contentMs > next.contentMs
    ? { contentMs: next.contentMs, missing: true }
    : { contentMs, missing: false }
}

/** A stretch of content on the wall clock; one that runs over missing time is several. */
export function onWallClock(
  recording: Clocked,
  fromMs: number,
  toMs: number,
): { readonly fromMs: number; readonly toMs: number }[] {
  const lines = linesOf(recording)
  const cuts = lines.map((line) => line.contentMs).filter((ms) => ms > fromMs && ms < toMs)
  const edges = [fromMs, ...cuts, toMs]
  return edges.slice(1).flatMap((end, i) => {
    const start = edges[i] ?? fromMs
    const from = wallMsOf(recording, start)
    return end > start ? [{ fromMs: from, toMs: from + end - start }] : []
  })
}

/** Where time on air is known to be missing inside a recording of that length, on the wall clock. */
export function missingIn(
  recording: Clocked,
): { readonly fromMs: number; readonly toMs: number; readonly reason: string }[] {
  const lines = linesOf(recording)
  return lines.slice(1).flatMap((line, i) => {
    const before = lines[i]
    if (!before || line.lost === null) return []
    const fromMs = before.atMs + line.contentMs - before.contentMs
    return line.atMs > fromMs ? [{ fromMs, toMs: line.atMs, reason: line.lost }] : []
  })
}

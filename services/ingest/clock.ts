import type { MediaInfo } from '#shared/domain/recording.ts'
import {
  type AnchorOrigin,
  anchorOrigins,
  type JudgedAnchor,
  type WallAnchor,
  type WallClock,
  type WallLine,
} from '#shared/domain/wall-clock.ts'
import { type DanmakuClock, unrelatedMs } from './danmaku-clock.ts'

export interface ClockEvidence {
  readonly media: Pick<MediaInfo, 'durationMs' | 'faults' | 'anchors'>
  /** What is known beside the bytes: option, file name, sidecar, hook, captions, place in a series. */
  readonly anchors: readonly WallAnchor[]
  readonly danmaku: DanmakuClock | null
}

/** Two anchors may differ by this much and mean the same: recorders join with up to so much of buffered stream. */
const agreeMs = 5000
/** A clock stated along the way that leaves the line by more than this begins a line of its own. */
const driftMs = 500
/** Danmaku may go on this long behind the picture and still belong to this file alone. */
const afterMs = 60_000
/** Fewer messages than these do not tell by their end when the broadcast ended. */
const enoughMessages = 20

/** How far each kind of statement may be from the first picture, where it does not say better (ms). */
export const usualErrorMs: Readonly<Record<AnchorOrigin, number>> = {
  option: 1000,
  sei: 100,
  'hls-date-time': 500,
  'wall-captions': 1000,
  capture: 2000,
  // A CDN hands out buffered pictures on joining: the first one is older than "opened" says.
  'flv-metadata': 2000,
  sidecar: 2000,
  hook: 2000,
  'file-name': 3000,
  series: 3000,
  'danmaku-header': 3000,
  danmaku: 30_000,
  'creation-time': 10_000,
  'file-time': 60_000,
}

type Judging = WallAnchor & { why: JudgedAnchor['why'] }

interface Break {
  readonly contentMs: number
  /** Time on air known to be missing here; null when only another clock can tell. */
  readonly lostMs: number | null
  readonly leapMs: number
  readonly reason: string
}

/**
 * The clock of a recording from everything that states a time. The surest anchor of the first unbroken stretch sets it;
 * the others confirm it or are listed with the reason why not. Behind a break the lost time is taken from the file
 * itself, a clock stated there, the danmaku's step, or the end of the danmaku; when nothing tells, none is assumed lost
 * and the stated error grows by the leap.
 */
export function buildClock(evidence: ClockEvidence): WallClock {
  const { media, danmaku } = evidence
  const anchors = [...evidence.anchors, ...fileAnchors(media), ...danmakuAnchors(danmaku)].sort(
    bySureness,
  )
  const breaks = breaksOf(evidence)
  const firstEnd = breaks[0]?.contentMs ?? Number.POSITIVE_INFINITY
  const best = anchors.find(({ contentMs }) => contentMs < firstEnd) ?? anchors[0]
  if (!best) throw new Error('a recording has at least the time of its file')
  const zeroAtMs = best.atMs - best.contentMs
  const judged = anchors.map((anchor): Judging => ({ ...anchor, why: null }))
  const lines: WallLine[] = [
    { contentMs: 0, atMs: zeroAtMs, errorMs: errorOf(best, anchors, firstEnd), lost: null },
  ]
  const unresolved = resolveByEnd(breaks, media.durationMs, zeroAtMs, danmaku)
  for (const [i, seam] of breaks.entries()) {
    const last = lines.at(-1)
    if (!last) break
    const endMs = breaks[i + 1]?.contentMs ?? Number.POSITIVE_INFINITY
    const expected = last.atMs + seam.contentMs - last.contentMs
    const stated = statedAfter(anchors, seam.contentMs, endMs, expected)
    const lostMs = seam.lostMs ?? stated?.lostMs ?? unresolved.get(seam) ?? 0
    const known = seam.lostMs !== null || stated !== null || unresolved.has(seam)
    const errorMs = known ? last.errorMs : last.errorMs + seam.leapMs
    if (lostMs > 0 || errorMs !== last.errorMs)
      lines.push({
        contentMs: seam.contentMs,
        atMs: expected + lostMs,
        errorMs: stated ? Math.min(errorMs, stated.errorMs) : errorMs,
        lost: lostMs > 0 ? seam.reason : null,
      })
  }
  const followed = follow(lines, judged)
  return { lines: followed, anchors: judged, danmakuSkewMs: danmaku?.skewMs ?? 0, lag: null }
}

const rank = new Map<AnchorOrigin, number>(anchorOrigins.map((origin, i) => [origin, i] as const))

function bySureness(a: WallAnchor, b: WallAnchor): number {
  return (rank.get(a.origin) ?? 0) - (rank.get(b.origin) ?? 0) || a.contentMs - b.contentMs
}

function fileAnchors(media: ClockEvidence['media']): WallAnchor[] {
  return media.anchors.map((anchor) => ({ ...anchor, errorMs: usualErrorMs[anchor.origin] }))
}

function danmakuAnchors(danmaku: DanmakuClock | null): WallAnchor[] {
  if (!danmaku) return []
  const { startAtMs, runs, firstAtMs } = danmaku
  const at = (origin: AnchorOrigin, atMs: number): WallAnchor => ({
    ...{ contentMs: 0, origin, atMs },
    errorMs: usualErrorMs[origin],
  })
  if (startAtMs !== null) return [at('danmaku-header', startAtMs)]
  const zero = runs[0]?.zeroAtMs ?? firstAtMs
  return zero === null ? [] : [at('danmaku', zero)]
}

/** Seams of the file and steps of the danmaku's clock, in order of content. */
function breaksOf({ media, danmaku }: ClockEvidence): Break[] {
  const breaks: Break[] = media.faults.flatMap((fault) => {
    const { kind, atMs, lostMs, leapMs = 0, detail } = fault
    const seam = kind === 'timestamp-jump' || kind === 'timestamp-restart' || lostMs !== undefined
    if (!seam || atMs === undefined) return []
    return [{ contentMs: atMs, lostMs: lostMs ?? null, leapMs, reason: detail }]
  })
  const [first, ...later] = danmaku?.runs ?? []
  let zero = first?.zeroAtMs ?? 0
  for (const run of later) {
    const lostMs = run.zeroAtMs - zero
    zero = run.zeroAtMs
    const near = run.stuckMs ?? run.fromMs
    const seam = breaks.findIndex(({ contentMs }) => Math.abs(contentMs - near) < 15_000)
    const known = breaks[seam]
    // A step without a seam or a stuck recorder is somebody setting a clock, not a hole in the file.
    if (lostMs <= 0 || (!known && run.stuckMs === null)) continue
    if (known) breaks[seam] = { ...known, lostMs: known.lostMs ?? lostMs }
    else
      breaks.push({
        ...{ contentMs: near, lostMs, leapMs: 0 },
        reason: '录制中断，弹幕的平台时间显示此处缺少内容。',
      })
  }
  return breaks.sort((a, b) => a.contentMs - b.contentMs)
}

/** What a clock stated behind a seam says was lost there. */
function statedAfter(
  anchors: readonly WallAnchor[],
  fromMs: number,
  toMs: number,
  expectedAtMs: number,
) {
  const stated = anchors.find(
    ({ contentMs }) => contentMs >= fromMs && contentMs < toMs && contentMs > 0,
  )
  if (!stated) return null
  const lostMs = stated.atMs - (stated.contentMs - fromMs) - expectedAtMs
  return lostMs > -driftMs && lostMs < unrelatedMs
    ? { lostMs: Math.max(0, lostMs), errorMs: stated.errorMs }
    : null
}

/** Leaps nobody else explains: lost, when the danmaku end so much later than the picture; not, when they end with it. */
function resolveByEnd(
  breaks: readonly Break[],
  durationMs: number,
  zeroAtMs: number,
  danmaku: DanmakuClock | null,
): ReadonlyMap<Break, number> {
  const open = breaks.filter(({ lostMs, leapMs }) => lostMs === null && leapMs > 0)
  if (open.length === 0 || !danmaku || danmaku.timed < enoughMessages) return new Map()
  if (danmaku.lastAtMs === null) return new Map()
  const known = breaks.reduce((sum, { lostMs }) => sum + (lostMs ?? 0), 0)
  const leaps = open.reduce((sum, { leapMs }) => sum + leapMs, 0)
  const beyond = danmaku.lastAtMs - danmaku.skewMs - (zeroAtMs + durationMs + known)
  if (beyond > leaps + afterMs || beyond < -afterMs) return new Map()
  const lost = beyond > leaps / 2
  return new Map(open.map((seam) => [seam, lost ? seam.leapMs : 0]))
}

/** The stated error of the first line: the best anchor's own, more when sure ones contradict it. */
function errorOf(best: WallAnchor, anchors: readonly WallAnchor[], firstEnd: number): number {
  const rivals = anchors.filter(
    ({ contentMs, origin, errorMs, atMs }) =>
      contentMs < firstEnd &&
      origin !== best.origin &&
      errorMs <= best.errorMs &&
      Math.abs(atMs - contentMs - (best.atMs - best.contentMs)) > agreeMs + errorMs,
  )
  return Math.max(
    best.errorMs,
    ...rivals.map((it) => Math.abs(it.atMs - it.contentMs - (best.atMs - best.contentMs))),
  )
}

/**
 * Holds every anchor against the lines: clocks told along the way (HLS date-times) draw new lines where they leave the
 * last one, the others are marked as used or with why not.
 */
function follow(lines: readonly WallLine[], judged: Judging[]): WallLine[] {
  const all = [...lines]
  const along = judged
    .filter(
      ({ origin }) => origin === 'hls-date-time' || origin === 'sei' || origin === 'wall-captions',
    )
    .sort((a, b) => a.contentMs - b.contentMs)
  for (const anchor of along) {
    const at = all.findLastIndex((line) => line.contentMs <= anchor.contentMs)
    const line = all[Math.max(0, at)]
    if (!line) continue
    const off = anchor.atMs - (line.atMs + anchor.contentMs - line.contentMs)
    if (Math.abs(off) <= driftMs) continue
    if (off < 0 || off > unrelatedMs) anchor.why = whyNot(off)
    else {
      const lost = off > 2000 ? '录像内的时间标记显示此处缺少内容。' : null
      const { contentMs, atMs, errorMs } = anchor
      all.splice(at + 1, 0, { contentMs, atMs, errorMs, lost })
      for (let i = at + 2; i < all.length; i += 1) {
        const later = all[i]
        if (later) all[i] = { ...later, atMs: later.atMs + off }
      }
    }
  }
  for (const anchor of judged) {
    if (along.includes(anchor)) continue
    const line = all.findLast(({ contentMs }) => contentMs <= anchor.contentMs) ?? all[0]
    if (!line) continue
    const off = anchor.atMs - (line.atMs + anchor.contentMs - line.contentMs)
    if (Math.abs(off) > agreeMs + (anchor.origin === 'file-time' ? anchor.errorMs : 0))
      anchor.why = whyNot(off)
  }
  return all
}

function whyNot(offMs: number): string {
  const seconds = Math.abs(offMs / 1000)
  return seconds > unrelatedMs / 1000
    ? '与更可靠的时间相差一天以上，视为无关。'
    : `比更可靠的时间${offMs > 0 ? '晚' : '早'} ${seconds.toFixed(1)} 秒，未采用。`
}

import { type Overlap, overlapsOf } from './broadcast.ts'
import { type CoverageKind, type CoverageSpan, coverageKinds } from './coverage.ts'
import { type Clocked, missingIn, onWallClock, wallMsOf } from './wall-clock.ts'

/** A stretch of the wall clock, epoch ms. */
export interface WallSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** A recording of a broadcast with what each stage wrote of it. */
export interface LedgerPiece extends Clocked {
  readonly id: string
  readonly durationMs: number
  readonly spans: readonly CoverageSpan[]
}

/** A reason known from elsewhere why there is nothing: a capture without stream, a file that was refused. */
export interface KnownGap extends WallSpan {
  readonly reason: string
}

export interface KindLedger {
  readonly coveredMs: number
  readonly covered: readonly WallSpan[]
  readonly gaps: readonly KnownGap[]
}

/** 场次台账: what of a broadcast was really there and really read, over all its recordings, each moment counted once. */
export interface BroadcastLedger extends WallSpan {
  readonly kinds: Readonly<Record<CoverageKind, KindLedger>>
  readonly overlaps: readonly Overlap[]
}

const nothing = '没有录像'
const notDone = '尚未处理'
/** Files that follow each other leave less than this between them by rounding and buffering. */
const seamMs = 500

/**
 * The ledger of a broadcast on the wall clock. A moment is covered when any recording covers it; a moment no recording
 * covers is a gap, with the reasons the recordings give there, a known one, or that there is no recording.
 */
export function broadcastLedger(
  pieces: readonly LedgerPiece[],
  known: readonly KnownGap[] = [],
): BroadcastLedger {
  const extents = pieces.map((piece) => ({
    id: piece.id,
    fromMs: wallMsOf(piece, 0),
    toMs: wallMsOf(piece, piece.durationMs),
  }))
  const fromMs = Math.min(...extents.map((it) => it.fromMs))
  const toMs = Math.max(...extents.map((it) => it.toMs))
  const whole = pieces.length > 0 ? { fromMs, toMs } : { fromMs: 0, toMs: 0 }
  const lost = pieces.flatMap(missingIn)
  const kinds = Object.fromEntries(
    coverageKinds.map((kind) => [kind, ledgerOf(kind, pieces, whole, [...lost, ...known])]),
  ) as Record<CoverageKind, KindLedger>
  return { ...whole, kinds, overlaps: overlapsOf(extents) }
}

function ledgerOf(
  kind: CoverageKind,
  pieces: readonly LedgerPiece[],
  whole: WallSpan,
  known: readonly KnownGap[],
): KindLedger {
  const placed = pieces.flatMap((piece) =>
    piece.spans
      .filter((span) => span.kind === kind)
      .flatMap(({ gap, fromMs, toMs }) =>
        onWallClock(piece, fromMs, Math.min(toMs, piece.durationMs)).map((at) => ({ ...at, gap })),
      ),
  )
  const covered = united(placed.filter(({ gap }) => gap === null))
  const there = united(pieces.flatMap((piece) => onWallClock(piece, 0, piece.durationMs)))
  const reasons: KnownGap[] = [
    ...placed.flatMap(({ gap, ...at }) => (gap === null ? [] : [{ ...at, reason: gap }])),
    ...known,
  ]
  const gaps = between(covered, whole).flatMap((hole) => explained(hole, reasons, there))
  const coveredMs = covered.reduce((sum, it) => sum + it.toMs - it.fromMs, 0)
  return { coveredMs: Math.round(coveredMs), covered, gaps }
}

/** Overlapping and touching stretches as one, in order. */
function united(spans: readonly WallSpan[]): WallSpan[] {
  const all: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = all.at(-1)
    if (last && fromMs - last.toMs <= seamMs) last.toMs = Math.max(last.toMs, toMs)
    else if (toMs > fromMs) all.push({ fromMs, toMs })
  }
  return all
}

function between(covered: readonly WallSpan[], { fromMs, toMs }: WallSpan): WallSpan[] {
  const starts = [fromMs, ...covered.map((it) => it.toMs)]
  const ends = [...covered.map((it) => it.fromMs), toMs]
  return starts.flatMap((start, i) => {
    const end = ends[i] ?? toMs
    return end - start > seamMs ? [{ fromMs: start, toMs: end }] : []
  })
}

/** Cuts a hole where its reason changes; of several the one that reaches farther into it counts. */
function explained(
  hole: WallSpan,
  reasons: readonly KnownGap[],
  there: readonly WallSpan[],
): KnownGap[] {
  const near = reasons.filter((it) => it.fromMs < hole.toMs && it.toMs > hole.fromMs)
  const edges = [hole, ...near, ...there]
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    .filter((ms) => ms >= hole.fromMs && ms <= hole.toMs)
  const cuts = [...new Set(edges)].sort((a, b) => a - b)
  const gaps: { fromMs: number; toMs: number; reason: string }[] = []
  for (const [i, fromMs] of cuts.entries()) {
    const toMs = cuts[i + 1]
    if (toMs === undefined) break
    const middle = (fromMs + toMs) / 2
    const holds = (it: WallSpan) => it.fromMs <= middle && middle < it.toMs
    const reason =
      near.filter(holds).toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0]?.reason ??
      (there.some(holds) ? notDone : nothing)
    const last = gaps.at(-1)
    if (last && last.reason === reason) last.toMs = toMs
    else if (last && toMs - fromMs <= seamMs) last.toMs = toMs
    else gaps.push({ fromMs, toMs, reason })
  }
  return gaps
}

import { wilson } from './term-health.ts'

/** Whole stretches of one room and hour that were compared with the lexicon and in which nothing was flagged. */
export interface FrameCell {
  readonly roomId: string
  readonly hour: number
  readonly places: readonly FramePlace[]
}

export interface FramePlace {
  readonly recordingId: string
  readonly fromMs: number
  readonly toMs: number
}

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** Whole stretches of `lengthMs` inside what was heard, less those that touch something flagged. */
export function unflaggedStretches(
  heard: readonly Stretch[],
  flagged: readonly Stretch[],
  lengthMs: number,
): Stretch[] {
  const out: Stretch[] = []
  const taken = flagged.toSorted((a, b) => a.fromMs - b.fromMs)
  for (const { fromMs, toMs } of heard.toSorted((a, b) => a.fromMs - b.fromMs))
    for (let at = fromMs; at + lengthMs <= toMs; at += lengthMs)
      if (!taken.some((it) => it.fromMs < at + lengthMs && it.toMs > at))
        out.push({ fromMs: at, toMs: at + lengthMs })
  return out
}

/**
 * Draws `n` places evenly over rooms and hours: the cells stand in order of room and hour, one place is taken every
 * `total / n`, from a random start, so that each has the same chance and no room or hour is left out that is large
 * enough (systematic sampling; W. G. Cochran, Sampling Techniques, ch. 8). `chance` gives 0 ≤ x < 1.
 */
export function drawPlaces(
  cells: readonly FrameCell[],
  n: number,
  chance: () => number,
): (FramePlace & Pick<FrameCell, 'roomId' | 'hour'>)[] {
  const all = cells
    .toSorted((a, b) => (a.roomId < b.roomId ? -1 : a.roomId > b.roomId ? 1 : a.hour - b.hour))
    .flatMap(({ roomId, hour, places }) => places.map((place) => ({ ...place, roomId, hour })))
  const wanted = Math.min(n, all.length)
  const step = all.length / wanted
  const start = chance() * step
  return Array.from({ length: wanted }, (_, i) => all[Math.floor(start + i * step)]).flatMap(
    (place) => (place ? [place] : []),
  )
}

/** A day and county: so many stretches unflagged, so many of them looked at, so many of those missed. */
export interface MissStratum {
  readonly frame: number
  readonly reviewed: number
  readonly missed: number
}

export type MissEstimate =
  | {
      readonly enough: true
      readonly reviewed: number
      readonly missed: number
      readonly frame: number
      /** Share of unflagged stretches in which something was missed, with its 95 % interval. */
      readonly share: number
      readonly low: number
      readonly high: number
    }
  | {
      readonly enough: false
      readonly reviewed: number
      readonly missed: number
      readonly frame: number
    }

/**
 * The share of unflagged stretches that should have been flagged: each stratum counts by its size, a stratum nobody
 * looked at is stood for by the others. The interval is Wilson's for as many looks as the weighting leaves worth
 * (L. Kish, Survey Sampling, 1965: 1 / Σ w²/n); strata can only make the truth closer than that. Below `minReviewed`
 * nothing is estimated.
 */
export function estimateMisses(strata: readonly MissStratum[], minReviewed: number): MissEstimate {
  const seen = strata.filter(({ reviewed }) => reviewed > 0)
  const sum = (pick: (stratum: MissStratum) => number, of = seen) =>
    of.reduce((total, stratum) => total + pick(stratum), 0)
  const reviewed = sum((s) => s.reviewed)
  const missed = sum((s) => s.missed)
  const frame = sum((s) => s.frame, [...strata])
  if (reviewed < minReviewed) return { enough: false, reviewed, missed, frame }
  const whole = sum((s) => s.frame)
  const share = sum((s) => (s.frame / whole) * (s.missed / s.reviewed))
  const worth = 1 / sum((s) => (s.frame / whole) ** 2 / s.reviewed)
  const interval = wilson(share * worth, worth)
  if (!interval) return { enough: false, reviewed, missed, frame }
  return { enough: true, reviewed, missed, frame, share, low: interval.low, high: interval.high }
}

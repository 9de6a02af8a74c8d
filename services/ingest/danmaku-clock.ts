import type { Comment } from '#shared/domain/comment.ts'

/** From this time of the danmaku file on, its zero lies at `zeroAtMs` on the platform's clock. */
export interface DanmakuRun {
  readonly fromMs: number
  readonly zeroAtMs: number
  /** A recorder stuck at this moment wrote it for all messages of a break just before the run. */
  readonly stuckMs: number | null
}

/** What a danmaku file says about clocks, from the messages that carry both the file's own and the platform's time. */
export interface DanmakuClock {
  /** Wall clock of the file's own zero by its header; the recorder's clock. */
  readonly startAtMs: number | null
  /** Empty when no message has both times. */
  readonly runs: readonly DanmakuRun[]
  /** Absolute times are whole seconds: the file's own times are the finer ones. */
  readonly wholeSeconds: boolean
  /** What the platform's clock is ahead of the recorder's, where both are known; else 0. */
  readonly skewMs: number
  readonly firstAtMs: number | null
  readonly lastAtMs: number | null
  readonly timed: number
}

const bucketMs = 10_000
/** Two days of ten-second buckets; a file whose own times are wild is no clock. */
const maxBuckets = 20_000
/** Messages are late by some hundred milliseconds each; a step beyond this is the clock's. */
const stepMs = 1500
/** Below it the header's rounding, delivery and skew cannot be told apart. */
const leastSkewMs = 700
/** Clocks further apart than any broadcast is long were never set alike: somebody's copy under another date. */
export const unrelatedMs = 24 * 3_600_000

const nothingRead = {
  buckets: new Map<number, number>() as ReadonlyMap<number, number>,
  stuck: new Set<number>() as ReadonlySet<number>,
  ...{ firstAtMs: Number.POSITIVE_INFINITY, lastAtMs: Number.NEGATIVE_INFINITY },
  ...{ timed: 0, whole: 0 },
}

/**
 * Watches a danmaku file go by, in constant memory; `end` says what its times are worth, `fork` gives a reader that has
 * seen the same and goes its own way.
 */
export function danmakuClockReader(startAtMs: number | null, seen = nothingRead) {
  const buckets = new Map(seen.buckets)
  const stuck = new Set(seen.stuck)
  let { firstAtMs, lastAtMs, timed, whole } = seen

  function add({ tMs, atMs, clamped, timeGuessed }: Comment): void {
    if (atMs === null || timeGuessed) return
    timed += 1
    if (atMs % 1000 === 0) whole += 1
    firstAtMs = Math.min(firstAtMs, atMs)
    lastAtMs = Math.max(lastAtMs, atMs)
    if (tMs === null) return
    if (clamped) {
      if (stuck.size < maxBuckets) stuck.add(tMs)
      return
    }
    const bucket = Math.floor(tMs / bucketMs)
    const known = buckets.get(bucket)
    if (known === undefined && buckets.size >= maxBuckets) return
    // The message that came with least delay tells most.
    buckets.set(bucket, Math.max(known ?? Number.NEGATIVE_INFINITY, atMs - tMs))
  }

  function end(): DanmakuClock {
    const runs = runsOf(
      [...buckets].sort(([a], [b]) => a - b),
      [...stuck].sort((a, b) => a - b),
    )
    const first = runs[0]
    const ahead = first && startAtMs !== null ? first.zeroAtMs - startAtMs : 0
    const skewed = Math.abs(ahead) > leastSkewMs && Math.abs(ahead) < unrelatedMs
    return {
      startAtMs,
      runs,
      wholeSeconds: timed > 3 && whole > 0.95 * timed,
      skewMs: skewed ? ahead : 0,
      firstAtMs: timed > 0 ? firstAtMs : null,
      lastAtMs: timed > 0 ? lastAtMs : null,
      timed,
    }
  }

  const fork = () =>
    danmakuClockReader(startAtMs, { buckets, stuck, firstAtMs, lastAtMs, timed, whole })

  return { add, end, fork }
}

/** Splits the buckets where the file's zero moves for good; a single late bucket is delivery, not a clock. */
function runsOf(
  buckets: readonly (readonly [number, number])[],
  stuck: readonly number[],
): DanmakuRun[] {
  const runs: { fromMs: number; zeros: number[] }[] = []
  for (const [i, [bucket, zero]] of buckets.entries()) {
    const run = runs.at(-1)
    const away = (value: number | undefined) =>
      value !== undefined && run !== undefined && Math.abs(value - upper(run.zeros)) > stepMs
    const next = buckets[i + 1]?.[1]
    if (!run || (away(zero) && (next === undefined || away(next))))
      runs.push({ fromMs: bucket * bucketMs, zeros: [zero] })
    else if (!away(zero)) run.zeros.push(zero)
  }
  return runs.map(({ fromMs, zeros }, i) => ({
    fromMs: i === 0 ? Number.NEGATIVE_INFINITY : fromMs,
    zeroAtMs: upper(zeros),
    stuckMs:
      i === 0 ? null : (stuck.findLast((ms) => Math.abs(ms - fromMs) <= 2 * bucketMs) ?? null),
  }))
}

/** The ninth decile: the least delay, without the one message whose clock was off. */
function upper(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0
}

/**
 * When a message was sent, on the recorder's clock, in epoch ms: by the platform's own time where the dialect has it,
 * else by the file's; null when it has neither, or no clock that is related to the recording's.
 */
export function sentAtMs(comment: Comment, clock: DanmakuClock): number | null {
  const { tMs, atMs, clamped, timeGuessed } = comment
  if (atMs !== null && !timeGuessed) {
    if (clock.wholeSeconds && tMs !== null && !clamped) {
      const run = clock.runs.findLast(({ fromMs }) => fromMs <= tMs)
      if (run) return run.zeroAtMs + tMs - clock.skewMs
    }
    return atMs - clock.skewMs
  }
  if (tMs !== null && clock.startAtMs !== null) return clock.startAtMs + tMs
  return atMs
}

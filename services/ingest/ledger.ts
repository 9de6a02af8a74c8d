import { type CoverageSpan, type Gap, withGaps } from '#shared/domain/coverage.ts'

/** A stretch without a single message longer than this is written down as a gap in the danmaku. */
export const danmakuSilenceMs = 10 * 60_000

/**
 * Where the danmaku were alive, from the times of the messages on the recording's clock (ascending or not, those before
 * and behind it too) as far as they are known: a long silence is a gap, for a recorder that lost its connection looks
 * just like a quiet audience.
 */
export function danmakuLedger(
  timesMs: readonly number[],
  durationMs: number,
  knownToMs = durationMs,
): CoverageSpan[] {
  const whole = { fromMs: 0, toMs: durationMs }
  if (timesMs.length === 0) return withGaps('danmaku', whole, [{ ...whole, gap: '没有弹幕' }])
  const times = [...timesMs, knownToMs].sort((a, b) => a - b)
  const quiet: Gap[] = []
  let last = times.findLast((ms) => ms < 0) ?? 0
  for (const time of times) {
    if (time - last > danmakuSilenceMs)
      quiet.push({ fromMs: last, toMs: time, gap: '弹幕静默超过 10 分钟' })
    last = Math.max(last, time)
  }
  return withGaps('danmaku', whole, quiet)
}

import type { CoverageKind, CoverageSpan } from '#shared/domain/coverage.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'

/** A stretch without a single message longer than this is written down as a gap in the danmaku. */
const danmakuSilenceMs = 10 * 60_000

/** Faults that leave a hole of known place and length in what can be seen or heard. */
const holes: ReadonlySet<string> = new Set([
  'missing-segment',
  'sound-gap',
  'picture-gap',
  'lost-packets',
])

/** What of a recording was really there to be seen and heard, from its packets; the rest is a gap with its reason. */
export function mediaLedger(info: MediaInfo): CoverageSpan[] {
  const { durationMs, audio, faults } = info
  const gaps = (kind: CoverageKind): CoverageSpan[] =>
    faults
      .filter(
        ({ kind: fault, atMs, lengthMs }) => holes.has(fault) && atMs !== undefined && lengthMs,
      )
      .map(({ atMs = 0, lengthMs = 0, detail }) => ({
        kind,
        fromMs: atMs,
        toMs: Math.min(durationMs, atMs + lengthMs),
        gap: detail,
      }))
  const audible: CoverageSpan[] = audio
    ? [
        ...without('audible', Math.max(0, audio.startMs), audio.endMs, gaps('audible')),
        { kind: 'audible', fromMs: 0, toMs: audio.startMs, gap: '声音晚于画面' },
        { kind: 'audible', fromMs: audio.endMs, toMs: durationMs, gap: '声音先于画面结束' },
      ]
    : [{ kind: 'audible', fromMs: 0, toMs: durationMs, gap: '录像没有声音' }]
  return [...without('recorded', 0, durationMs, gaps('recorded')), ...audible].filter(
    (span) => span.toMs > span.fromMs,
  )
}

/** Covered stretches of `[fromMs, toMs)` around the gaps, and the gaps themselves. */
function without(
  kind: CoverageKind,
  fromMs: number,
  toMs: number,
  gaps: readonly CoverageSpan[],
): CoverageSpan[] {
  const spans: CoverageSpan[] = []
  let at = fromMs
  for (const gap of gaps.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const start = Math.max(at, gap.fromMs)
    const end = Math.min(toMs, gap.toMs)
    if (end <= start) continue
    spans.push({ kind, fromMs: at, toMs: start, gap: null }, { ...gap, fromMs: start, toMs: end })
    at = end
  }
  spans.push({ kind, fromMs: at, toMs, gap: null })
  return spans.filter((span) => span.toMs > span.fromMs)
}

/**
 * Where the danmaku were alive, from the times of the messages on the recording's clock (ascending or not): a long
 * silence is a gap, for a recorder that lost its connection looks just like a quiet audience.
 */
export function danmakuLedger(timesMs: readonly number[], durationMs: number): CoverageSpan[] {
  const kind = 'danmaku'
  if (timesMs.length === 0) return [{ kind, fromMs: 0, toMs: durationMs, gap: '没有弹幕' }]
  const quiet: CoverageSpan[] = []
  let last = 0
  for (const time of [...timesMs, durationMs].toSorted((a, b) => a - b)) {
    if (time - last > danmakuSilenceMs)
      quiet.push({ kind, fromMs: last, toMs: time, gap: '弹幕静默超过 10 分钟' })
    last = Math.max(last, time)
  }
  return without(kind, 0, durationMs, quiet)
}

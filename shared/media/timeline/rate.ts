/** A mark on the sound track about once a second: the file's time against the sum of frames played so far. */
export interface Tick {
  readonly fileMs: number
  readonly playedMs: number
  /** File time since the last mark that no frame covers: lost packets. */
  readonly gapMs: number
  /** Share of the packets since the last mark that came late by half a frame or more. */
  readonly lateShare: number
}

/** From `fileMs` on, a millisecond of the file's clock is `rate` milliseconds of content. */
export interface Stretch {
  readonly fileMs: number
  readonly rate: number
}

interface Interval {
  readonly fileMs: number
  readonly file: number
  readonly played: number
  readonly rate: number
}

const normalWithin = 0.1
const minIntervals = 3
const minDriftMs = 1000

/**
 * Finds where a file's clock runs too slowly or too fast, by counting sound frames against timestamps (a sick source
 * stream plays as if fast-forwarded). Jitter, lost packets and drift below 10 % leave one stretch of rate 1.
 */
export function splitByRate(ticks: readonly Tick[]): Stretch[] {
  const first = ticks[0]
  if (!first) return [{ fileMs: 0, rate: 1 }]
  const intervals = ticks.slice(1).map((tick, i) => toInterval(ticks[i] ?? first, tick))
  const stretches: Stretch[] = [{ fileMs: first.fileMs, rate: 1 }]
  let at = 0
  while (at < intervals.length) {
    const group = sickGroup(intervals, at)
    if (!group) {
      at += 1
      continue
    }
    const [from, to] = [intervals[at], intervals[group.end - 1]]
    if (!from || !to) break
    // The change of speed lies inside the interval before and after the group.
    const start = crossing(intervals[at - 1], 1, group.rate) ?? from.fileMs
    const end = crossing(intervals[group.end], group.rate, 1) ?? to.fileMs + to.file
    if (stretches.length > 1 && (stretches.at(-1)?.fileMs ?? 0) >= start) stretches.pop()
    stretches.push({ fileMs: start, rate: group.rate })
    // What is left behind the last mark goes on as before.
    if (group.end < intervals.length) stretches.push({ fileMs: end, rate: 1 })
    at = group.end
  }
  const atStart = stretches[1]
  if (atStart && atStart.fileMs <= first.fileMs) stretches.shift()
  return stretches
}

function toInterval(from: Tick, to: Tick): Interval {
  const played = to.playedMs - from.playedMs
  const all = to.fileMs - from.fileMs
  // When nearly every packet is late, the clock is fast and nothing is lost.
  const file = Math.max(to.lateShare > 0.4 ? all : all - to.gapMs, 0.5)
  const rate = Math.abs(file / Math.max(played, 1) - 1) <= normalWithin ? 1 : played / file
  return { fileMs: from.fileMs, file: Math.max(all, 0.5), played, rate }
}

function sickGroup(intervals: readonly Interval[], at: number) {
  const head = intervals[at]
  if (!head || head.rate === 1) return null
  let [end, file, played] = [at, 0, 0]
  for (let next = intervals[end]; next && alike(next.rate, head.rate); next = intervals[end]) {
    file += next.file
    played += next.played
    end += 1
  }
  const last = end === intervals.length && end - at >= 2
  if ((end - at < minIntervals && !last) || Math.abs(played - file) < minDriftMs) return null
  return { end, rate: played / file }
}

function alike(a: number, b: number): boolean {
  return a !== 1 && Math.abs(a / b - 1) < 0.2
}

/** File time inside one interval at which the rate changed from `before` to `after`, null when it did not. */
function crossing(interval: Interval | undefined, before: number, after: number): number | null {
  if (!interval || alike(interval.rate, before === 1 ? after : before)) return null
  const x = (interval.played - interval.file * after) / (before - after)
  if (interval.rate === 1) return before === 1 ? interval.fileMs + interval.file : interval.fileMs
  return interval.fileMs + Math.min(Math.max(x, 0), interval.file)
}

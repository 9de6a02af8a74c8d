import { dateMs } from '../scan/time.ts'
import type { Times } from './columns.ts'

const dayMs = 24 * 3_600_000
/** A time line that begins after five hours is the time of day. */
const lateMs = 5 * 3_600_000

/** Midnight in China of the date a file's name carries, null without one. */
export function dayInName(name: string): number | null {
  const match = /(20\d\d)[-_.年]?(\d\d)[-_.月]?(\d\d)/.exec(name)
  return match ? dateMs(match.slice(1).join('-')) : null
}

/**
 * Puts times without a date on one: `dayAtMs`, the midnight of the file's own day. When the first time is no plausible offset (five
 * hours and more), the column is the time of day, running on past midnight; without a date it stays what it is.
 */
export function dayClock(dayAtMs: number | null): (times: Times) => Times {
  let ofDay: boolean | null = null
  let day = dayAtMs
  let beforeMs = 0
  return ({ tMs, atMs }) => {
    if (day === null || tMs === null || atMs !== null) return { tMs, atMs }
    ofDay ??= tMs >= lateMs && tMs < dayMs
    if (!ofDay) return { tMs, atMs }
    if (beforeMs - tMs > dayMs / 2) day += dayMs
    beforeMs = tMs
    return { tMs: null, atMs: day + tMs }
  }
}

const yearless = /^\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}[:\uff1a]/

/** Platforms leave the year out of what was said this year: it is that of the file's own day, where the name has one. */
export function withYear(written: string, dayAtMs: number | null): string {
  if (dayAtMs === null || !yearless.test(written)) return written
  return `${new Date(dayAtMs + 8 * 3_600_000).getUTCFullYear()}-${written}`
}

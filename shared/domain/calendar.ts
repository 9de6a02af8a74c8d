import { z } from 'zod'
import { AppError } from '#shared/errors.ts'

export const dayMs = 86_400_000
/** China has kept one offset and no summer time since 1991, so a day is arithmetic and needs no zone table. */
const offsetMs = 8 * 3_600_000

/** A calendar day of Asia/Shanghai, `YYYY-MM-DD`; sorts as text. */
export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 YYYY-MM-DD')
  .refine((day) => {
    const ms = Date.parse(`${day}T00:00:00Z`)
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
  }, '没有这一天')
export type Day = z.infer<typeof Day>

/** The Shanghai day an instant falls on. */
export function dayOf(ms: number): Day {
  return new Date(ms + offsetMs).toISOString().slice(0, 10)
}

/** Epoch milliseconds of the day's first instant in Shanghai. */
export function dayStartMs(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) - offsetMs
}

/** The day `n` calendar days later (earlier when negative). */
export function addDays(day: Day, n: number): Day {
  return dayOf(dayStartMs(day) + n * dayMs)
}

/** The same date `n` months later (earlier when negative), or the month's last day where it has no such date (民法典 第202条). */
export function addMonths(day: Day, n: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + n
  const [year, month] = [Math.floor(months / 12), months % 12]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const date = Math.min(Number(day.slice(8)), last)
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)
}

/** One year of 国务院办公厅's schedule: `off` are free days, `work` are weekend days made up for (调休上班). */
export const HolidayYear = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    source: z.string().min(1),
    off: z.array(Day),
    work: z.array(Day),
  })
  .superRefine(({ year, off, work }, issue) => {
    for (const day of [...off, ...work])
      if (!day.startsWith(`${year}-`)) issue.addIssue(`${day} 不在 ${year} 年`)
    for (const day of work) {
      if (off.includes(day)) issue.addIssue(`${day} 不能既放假又上班`)
      if (!isWeekend(day)) issue.addIssue(`${day} 不是周末，不必列为调休上班`)
    }
  })
export type HolidayYear = z.infer<typeof HolidayYear>

/** `policies/holidays.yaml`: each year once. */
export const HolidayFile = z
  .strictObject({ years: z.array(HolidayYear).min(1) })
  .refine(({ years }) => new Set(years.map((y) => y.year)).size === years.length, {
    message: '同一年录入了两次',
    path: ['years'],
  })

function isWeekend(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

/**
 * True when offices work on that day. Throws `unavailable` for a year whose schedule has not been entered:
 * a statutory clock is never guessed.
 */
export function isWorkingDay(day: Day, years: readonly HolidayYear[]): boolean {
  const year = years.find((y) => day.startsWith(`${y.year}-`))
  if (!year)
    throw new AppError(
      'unavailable',
      `${day.slice(0, 4)} 年的节假日安排尚未录入，期限无法计算；请在 policies/holidays.yaml 补录国务院办公厅通知后重试。`,
    )
  if (year.off.includes(day)) return false
  return year.work.includes(day) || !isWeekend(day)
}

/**
 * The last instant of the `n`-th working day after the one `fromMs` falls on, in Asia/Shanghai: the day itself does
 * not count (行政处罚法 第85条: 工作日; 民法典 第201条: 开始的当日不计入). `n` is a whole number from 0; 0 is the end of the day itself.
 */
export function addWorkingDays(fromMs: number, n: number, years: readonly HolidayYear[]): number {
  if (!Number.isInteger(n) || n < 0) throw new AppError('invalid', '工作日数应为不小于 0 的整数。')
  let day = dayOf(fromMs)
  for (let left = n; left > 0; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, years)) left -= 1
  }
  return dayStartMs(day) + dayMs - 1
}

/** How many working days are left after the day of `nowMs` up to the day of `dueMs`; 0 on the last day and after it. */
export function workingDaysLeft(
  nowMs: number,
  dueMs: number,
  years: readonly HolidayYear[],
): number {
  let left = 0
  const last = dayOf(dueMs)
  for (let day = addDays(dayOf(nowMs), 1); day <= last; day = addDays(day, 1))
    if (isWorkingDay(day, years)) left += 1
  return left
}

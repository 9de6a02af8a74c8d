import { z } from 'zod'
import { addDays, addMonths, type Day, dayStartMs } from './calendar.ts'

export const PeriodKind = z.enum(['day', 'week', 'month'])
export type PeriodKind = z.infer<typeof PeriodKind>

/** Whole Shanghai days, `from` and `to` both included. */
export interface Period {
  readonly kind: PeriodKind
  readonly from: Day
  readonly to: Day
}

export const periodNames: Readonly<Record<PeriodKind, string>> = {
  day: '日报',
  week: '周报',
  month: '月报',
}

/** The period of that kind which a day lies in; weeks begin on Monday. */
export function periodOf(kind: PeriodKind, day: Day): Period {
  if (kind === 'day') return { kind, from: day, to: day }
  if (kind === 'week') {
    const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
    const from = addDays(day, -sinceMonday)
    return { kind, from, to: addDays(from, 6) }
  }
  const from = `${day.slice(0, 7)}-01`
  return { kind, from, to: addDays(addMonths(from, 1), -1) }
}

/** First instant of the period, and first instant after it, in epoch milliseconds. */
export function spanOf({ from, to }: Pick<Period, 'from' | 'to'>) {
  return { fromMs: dayStartMs(from), toMs: dayStartMs(addDays(to, 1)) }
}

/** What a period is compared with: the one before, and for a day the same weekday a week ago. */
export function comparisonsOf(
  period: Period,
): { readonly name: string; readonly period: Period }[] {
  const before = {
    name: beforeNames[period.kind],
    period: periodOf(period.kind, addDays(period.from, -1)),
  }
  if (period.kind !== 'day') return [before]
  return [before, { name: '上周同日', period: periodOf('day', addDays(period.from, -7)) }]
}

const beforeNames: Readonly<Record<PeriodKind, string>> = {
  day: '前一日',
  week: '上周',
  month: '上月',
}

/** 期号: the number of the period within its year, from 1. A week counts to the year of its Thursday (ISO 8601). */
export function issueOf({ kind, from }: Period): { readonly year: number; readonly no: number } {
  const anchor = kind === 'week' ? addDays(from, 3) : from
  const year = Number(anchor.slice(0, 4))
  const daysIn = Math.round((dayStartMs(anchor) - dayStartMs(`${year}-01-01`)) / 86_400_000)
  if (kind === 'day') return { year, no: daysIn + 1 }
  return { year, no: kind === 'week' ? Math.floor(daysIn / 7) + 1 : Number(from.slice(5, 7)) }
}

/** `11月23日`, `11月16日至22日`, `2026年11月`. */
export function periodText({ kind, from, to }: Period): string {
  const md = (day: Day) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
  if (kind === 'day') return md(from)
  if (kind === 'month') return `${from.slice(0, 4)}年${Number(from.slice(5, 7))}月`
  const sameMonth = from.slice(0, 7) === to.slice(0, 7)
  return `${md(from)}至${sameMonth ? `${Number(to.slice(8))}日` : md(to)}`
}

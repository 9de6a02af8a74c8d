import { type SQL, sql } from 'drizzle-orm'
import { dayMs } from '#shared/domain/calendar.ts'
import { type Period, spanOf } from '#shared/domain/report-period.ts'
import type { Scope } from '../scope.ts'

/** What is counted: whose eyes, which time, known by when. */
export interface Window {
  readonly scope: Scope
  readonly from: Date
  readonly to: Date
  readonly knownAt: Date
  /** A lead that came in before this instant should have had its first verdict by `knownAt`. */
  readonly reviewDue: Date
  /** A notice served before this instant should have been met by `knownAt`. */
  readonly noticeDue: Date
  readonly seasonCategories: readonly string[]
  /** Below it a room's capture on a day is incomplete. */
  readonly lowCoverage: number
}

export type WindowRules = Omit<Window, 'from' | 'to' | 'scope'>

export function windowOf(
  period: Pick<Period, 'from' | 'to'>,
  scope: Scope,
  rules: WindowRules,
): Window {
  const { fromMs, toMs } = spanOf(period)
  return { ...rules, scope, from: new Date(fromMs), to: new Date(toMs) }
}

/** The last `days` days of a window. */
export function lastDays(window: Window, days: number): Window {
  return { ...window, from: new Date(window.to.getTime() - days * dayMs) }
}

/** An instant as a parameter. */
export const at = (instant: Date): SQL => sql`${instant.toISOString()}::timestamptz`

/** An instant as a parameter in epoch milliseconds. */
export const ms = (instant: Date): SQL => sql`${instant.getTime()}::bigint`

/** The Shanghai day of an expression. */
export const shanghaiDay = (instant: SQL): SQL =>
  sql`to_char(${instant} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`

/** In the pool, as the pool's figures count it (`isInPool`). */
export const inPoolStates = sql.raw(
  "('listed', 'province_recommended', 'rectifying', 'suspended', 'removal_proposed', 'statement')",
)

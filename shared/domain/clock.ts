import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import {
  addDays,
  addWorkingDays,
  dayMs,
  dayOf,
  dayStartMs,
  type HolidayYear,
  isWorkingDay,
} from './calendar.ts'
import { policyOn, versioned } from './policy.ts'

/** One statutory or default time limit. */
export const Clock = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  days: z.int().min(0).max(730),
  unit: z.enum(['working', 'calendar']),
  /** It may be extended once by so many days of the same unit; 0 for never. */
  extendDays: z.int().min(0).max(730),
  /** The article, or 默认 when no law sets it. */
  basis: z.string().min(1),
})
export type Clock = z.infer<typeof Clock>

/** One version of `policies/clocks.yaml`. */
export const ClockPolicy = z
  .strictObject({ ...versioned, clocks: z.array(Clock).min(1) })
  .superRefine(({ clocks }, issue) => {
    const ids = clocks.map((clock) => clock.id)
    const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i)
    if (twice >= 0)
      issue.addIssue({
        code: 'custom',
        path: ['clocks', twice, 'id'],
        message: `时限 ${ids[twice]} 重复`,
      })
  })
export type ClockPolicy = z.infer<typeof ClockPolicy>

/** The clock of that id; throws `not_found` when the policy has none. */
export function clockOf(policy: ClockPolicy, id: string): Clock {
  const clock = policy.clocks.find((c) => c.id === id)
  if (clock) return clock
  throw new AppError('not_found', `规则中没有时限“${id}”，请在 policies/clocks.yaml 补充。`)
}

/** A due instant, or the reason why it cannot be told yet: shown as such, and asked again when the year is entered. */
export type Deadline =
  | { readonly known: true; readonly dueMs: number }
  | { readonly known: false; readonly why: string }

/**
 * When a clock that began at `fromMs` runs out: the end of its last day in Shanghai, the first day not counted
 * (民法典 第201条). A calendar period that would end on a day off ends with the next working day (民法典 第203条).
 */
export function deadlineOf(
  clock: Clock,
  fromMs: number,
  years: readonly HolidayYear[],
  extended = false,
): Deadline {
  const days = clock.days + (extended ? clock.extendDays : 0)
  try {
    if (clock.unit === 'working') return { known: true, dueMs: addWorkingDays(fromMs, days, years) }
    let day = addDays(dayOf(fromMs), days)
    while (!isWorkingDay(day, years)) day = addDays(day, 1)
    return { known: true, dueMs: dayStartMs(day) + dayMs - 1 }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable')
      return { known: false, why: error.message }
    throw error
  }
}

/** A clock as columns keep it: which one, its end, or why that cannot be told. */
export interface Due {
  readonly clock: string
  readonly dueAt: Date | null
  readonly dueUnknown: string | null
}

interface ClockRules {
  readonly clocks: readonly ClockPolicy[]
  readonly holidays: readonly HolidayYear[]
}

function columnsOf(clock: Clock, days: number, from: Date, holidays: readonly HolidayYear[]): Due {
  const due = deadlineOf({ ...clock, days }, from.getTime(), holidays)
  return due.known
    ? { clock: clock.id, dueAt: new Date(due.dueMs), dueUnknown: null }
    : { clock: clock.id, dueAt: null, dueUnknown: due.why }
}

/** The due columns of the clock `id` begun at `from`, under the policy of that day. */
export function dueOf({ clocks, holidays }: ClockRules, id: string, from: Date): Due {
  const clock = clockOf(policyOn(clocks, from.getTime()), id)
  return columnsOf(clock, clock.days, from, holidays)
}

/** The columns after the one extension of a clock that ends at `dueAt`. Throws `conflict` where none is granted. */
export function extendedDue(
  { clocks, holidays }: ClockRules,
  id: string,
  dueAt: Date | null,
  at: Date,
): Due {
  const clock = clockOf(policyOn(clocks, at.getTime()), id)
  if (clock.extendDays === 0) throw new AppError('conflict', `“${clock.name}”的时限不得延长。`)
  if (dueAt === null)
    throw new AppError('unavailable', '原期限尚无法计算，请先补录节假日安排，再办理延期。')
  return columnsOf(clock, clock.extendDays, dueAt, holidays)
}

import { type Day, dayMs, dayOf, dayStartMs, type HolidayYear } from '#shared/domain/calendar.ts'
import { type ClockPolicy, clockOf, deadlineOf } from '#shared/domain/clock.ts'
import type { Season } from '#shared/domain/daily-report.ts'
import type { CalendarsFile, LexiconSource } from '#shared/domain/lexicon.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { ReportPolicy } from '#shared/domain/report-policy.ts'
import type { TermHealthPolicy } from '#shared/domain/term-health.ts'

/** What the bureau and the lexicon say that a report must go by. */
export interface ReportRules {
  readonly reports: readonly ReportPolicy[]
  readonly clocks: readonly ClockPolicy[]
  readonly holidays: readonly HolidayYear[]
  readonly termHealth: readonly TermHealthPolicy[]
  readonly calendars: CalendarsFile['calendars']
  /** Names of rules by id. */
  readonly ruleNames: ReadonlyMap<string, string>
}

/** What the bureau says, with the calendars and the names of the lexicon. */
export function reportRules(
  { rules, calendars }: LexiconSource,
  policies: Omit<ReportRules, 'calendars' | 'ruleNames'>,
): ReportRules {
  const named = rules.flatMap((file) => [...file.rules, ...(file.absent ?? [])])
  return { ...policies, calendars, ruleNames: new Map(named.map(({ id, name }) => [id, name])) }
}

/** Topics with a calendar that runs on one of the days `from` to `to`. A calendar may run over the turn of the year. */
export function seasonsOn(rules: ReportRules, policy: ReportPolicy, from: Day, to: Day): Season[] {
  const runs = ({ from: first, to: last }: { readonly from: string; readonly to: string }) =>
    [from, to].some((day) => {
      const md = day.slice(5)
      return first <= last ? md >= first && md <= last : md >= first || md <= last
    })
  return policy.seasons.flatMap(({ name, calendars, categories }) => {
    const running = rules.calendars.filter(
      ({ id, ...dates }) => calendars.includes(id) && runs(dates),
    )
    if (running.length === 0) return []
    return [
      {
        name,
        categories,
        calendars: running.map((c) => ({ name: c.name, from: c.from, to: c.to })),
      },
    ]
  })
}

/**
 * The instant before which a notice must have been served for its time to be over at `nowMs`. A clock that cannot be told
 * (a year without its holidays) runs for nobody.
 */
export function noticeDueMs(
  { clocks, holidays }: ReportRules,
  policy: ReportPolicy,
  nowMs: number,
): number {
  const clock = clockOf(policyOn(clocks, nowMs), policy.noticeClock)
  for (let servedMs = nowMs; servedMs > nowMs - 400 * dayMs; servedMs -= dayMs) {
    const due = deadlineOf(clock, servedMs, holidays)
    if (!due.known) return 0
    // A clock ends with a day, whatever hour of its first day it began.
    if (due.dueMs < nowMs) return dayStartMs(dayOf(servedMs)) + dayMs
  }
  return 0
}

import {
  correctedReports,
  findReport,
  firstReportDay,
  type ReportKey,
  roomRegions,
  unfiledReports,
} from '#shared/db/reports.ts'
import { addDays, type Day, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import { PeriodKind, periodOf, spanOf } from '#shared/domain/report-period.ts'
import { buildAtMs } from '#shared/domain/report-policy.ts'
import { reportJob } from '#shared/queue/jobs.ts'
import type { Stage } from '#shared/queue/stage.ts'
import { buildReport, type ReportDeps } from './build.ts'
import { drawSamples } from './samples.ts'

export interface ReportStageDeps extends ReportDeps {
  readonly region: RegionPath
  /** Names of the regions by path. */
  readonly regions: ReadonlyMap<RegionPath, string>
}

/**
 * Every period that is over has its report, in the city and in each county, from the first day anything was on air; what
 * was missed is caught up, a signed one whose verdicts were corrected gets its next version.
 */
export const reportStage: Stage<ReportKey, ReportStageDeps> = {
  job: reportJob,
  concurrency: 1,
  async pending({ db, now, region, regions, reporting }, limit) {
    const at = now()
    const first = await firstReportDay(db, region)
    if (first === null) return []
    const policy = policyOn(reporting.reports, at.getTime())
    const last = addDays(dayOf(at.getTime() - buildAtMs(policy)), -1)
    const from = [first, addDays(last, 1 - policy.catchUpDays)].reduce((a, b) => (a > b ? a : b))
    const peopled = await roomRegions(db)
    const mine = [...regions.keys()].filter(
      (path) => inScope(region, path) && peopled.some((of) => inScope(path, of)),
    )
    const due = duePeriods(from, last).flatMap((it) =>
      mine.map((path) => ({
        ...it,
        region: path,
        due: new Date(spanOf(periodOf(it.period, it.day)).toMs),
      })),
    )
    const unfiled = await unfiledReports(db, due, at)
    const frozenBefore = new Date(at.getTime() - policy.freezeMinutes * 60_000)
    const corrected = await correctedReports(db, frozenBefore, limit)
    return [...unfiled, ...corrected.filter((key) => inScope(region, key.region))].slice(0, limit)
  },

  async run(key, deps, signal) {
    const { db, now, reporting } = deps
    const at = now()
    const policy = policyOn(reporting.reports, dayStartMs(key.day))
    // A county's minutes are drawn once; the city's estimate rests on its counties' samples.
    if (
      key.period === 'day' &&
      key.region.includes('/') &&
      spanOf(periodOf('day', key.day)).toMs <= at.getTime()
    )
      await drawSamples(db, key.day, key.region, policy, at)
    const filed = await findReport(db, key)
    const why = filed?.state === 'signed' ? '签发后有判定更正' : undefined
    await buildReport(deps, key, why, signal)
    return []
  },

  // Nothing is filed, so the period stays pending; the log line tells why.
  async gaveUp() {},
}

/** Days, weeks and months that ended in `from` to `last`, newest first. */
function duePeriods(from: Day, last: Day): { readonly period: PeriodKind; readonly day: Day }[] {
  const out: { period: PeriodKind; day: Day }[] = []
  for (let day = last; day >= from; day = addDays(day, -1))
    for (const period of PeriodKind.options) {
      const { from: begins, to } = periodOf(period, day)
      if (to === day) out.push({ period, day: begins })
    }
  return out
}

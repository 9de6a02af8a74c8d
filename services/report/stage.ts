import { daysWithoutReport } from '#shared/db/reports.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { reportJob } from '#shared/queue/jobs.ts'
import type { Stage } from '#shared/queue/stage.ts'
import { buildReport, type ReportDeps } from './build.ts'

/** Built from 06:00 on, so that a night's late recordings are in. */
const reportHourMs = 6 * 3_600_000

/** Every past day with broadcasts has its report; a missed run is caught up at the next round. */
export const reportStage: Stage<{ day: Day; region: string }, ReportDeps & { region: string }> = {
  job: reportJob,
  concurrency: 1,
  async pending({ db, now, region }, limit) {
    const due = dayOf(now().getTime() - reportHourMs)
    const days = await daysWithoutReport(db, region, due, limit)
    return days.map(({ day }) => ({ day, region }))
  },
  async run({ day, region }, deps) {
    await buildReport(deps, day, region)
    return []
  },
  // Nothing is filed, so the day stays pending; the log line tells why.
  async gaveUp() {},
}

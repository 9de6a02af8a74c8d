import type { Db } from '#shared/db/client.ts'
import { coverageFigures, dayWindow, findingFigures, poolFigures } from '#shared/db/figures.ts'
import { saveReport } from '#shared/db/reports.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { checkSums, type DailyFigures } from '#shared/domain/daily-report.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'

export interface ReportDeps {
  readonly db: Db
  readonly policies: readonly PoolPolicy[]
  readonly now: () => Date
}

/**
 * Counts one day of one region in one snapshot and files it; figures that differ from the filed ones become a new
 * version. Throws `conflict` when the columns do not add up: no report is better than a wrong one.
 */
export async function buildReport({ db, policies, now }: ReportDeps, day: Day, region: string) {
  const at = now()
  const figures = await db.transaction(
    async (tx): Promise<DailyFigures> => {
      const window = dayWindow(day, { region })
      return {
        day,
        region,
        builtAt: at.toISOString(),
        policyVersion: policyOn(policies, at.getTime()).version,
        coverage: await coverageFigures(tx, window),
        findings: await findingFigures(tx, window),
        pool: await poolFigures(tx, window),
      }
    },
    { isolationLevel: 'repeatable read' },
  )
  checkSums(figures)
  return saveReport(db, figures, at)
}

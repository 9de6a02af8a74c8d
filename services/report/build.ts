import { audit } from '#shared/db/audit.ts'
import type { Db } from '#shared/db/client.ts'
import {
  fileReport,
  findReport,
  lockReport,
  type Report,
  type ReportKey,
} from '#shared/db/reports.ts'
import { checkSums } from '#shared/domain/daily-report.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { mayRecount } from '#shared/domain/report-life.ts'
import { periodOf, spanOf } from '#shared/domain/report-period.ts'
import { AppError } from '#shared/errors.ts'
import { countReport } from './count.ts'
import type { ReportRules } from './rules.ts'

export interface ReportDeps {
  readonly db: Db
  readonly policies: readonly PoolPolicy[]
  readonly reporting: ReportRules
  readonly now: () => Date
}

/** The report's key with its period's first day, whichever day of the period was named. */
export function keyOf(key: ReportKey): ReportKey {
  return { ...key, day: periodOf(key.period, key.day).from }
}

/**
 * Counts one period of one region in one snapshot and files it; a draft is counted again in place, anything a person has
 * put a name to stays. Two builders at once make one report: the second waits and finds it filed. Throws `conflict` when
 * the columns do not add up (no report is better than a wrong one), `invalid` for a period that has not begun.
 */
export async function buildReport(
  deps: ReportDeps,
  given: ReportKey,
  correction?: string,
  signal?: AbortSignal,
): Promise<Report> {
  const { db, policies, reporting, now } = deps
  const key = keyOf(given)
  const period = periodOf(key.period, key.day)
  const at = now()
  if (spanOf(period).fromMs > at.getTime())
    throw new AppError('invalid', `${period.from} 还没有到，无从统计；请核对日期与系统时间。`)
  const filed = await findReport(db, key)
  if (filed && correction === undefined && !mayRecount(filed.state)) return filed
  const poolPolicy = policyOn(policies, at.getTime()).version
  const counted = await db.transaction(
    (tx) => countReport(tx, { period, region: key.region, now: at, rules: reporting, poolPolicy }),
    { isolationLevel: 'repeatable read' },
  )
  signal?.throwIfAborted()
  checkSums(counted.figures, counted.annex)
  return db.transaction(async (tx) => {
    await lockReport(tx, key)
    const before = await findReport(tx, key)
    const report = await fileReport(tx, key, counted, { now: now(), correction })
    if (report.id !== before?.id) {
      const { day, version } = report
      const detail = {
        period: key.period,
        day,
        region: key.region,
        version,
        correction: correction ?? null,
      }
      await audit(tx, { at, actor: 'system', action: 'report', subject: report.id, detail })
    }
    // Whoever is told to stop before this instant leaves nothing behind.
    signal?.throwIfAborted()
    return report
  })
}

/** The newest version as filed, or a new draft where there is none or only a draft; an asked version must exist. */
export async function openReport(
  deps: ReportDeps,
  given: ReportKey,
  version?: number,
): Promise<Report> {
  const key = keyOf(given)
  if (version === undefined) return buildReport(deps, key)
  const report = await findReport(deps.db, key, version)
  if (!report) throw new AppError('not_found', `${key.day} 的报告没有第 ${version} 版。`)
  return report
}

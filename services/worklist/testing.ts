import type { Db } from '#shared/db/client.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { ReportPolicy } from '#shared/domain/report-policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { WorklistPolicy } from '#shared/domain/worklist-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import type { BatchDeps } from './deps.ts'

/** What the worklist runs by, as shipped. */
export async function shippedWorklist(db: Db, now: () => Date): Promise<BatchDeps> {
  const pool = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
  const report = await loadPolicy('policies/report.yaml', policyFile(ReportPolicy))
  const health = await loadPolicy('policies/term-health.yaml', policyFile(TermHealthPolicy))
  const worklist = await loadPolicy('policies/worklist.yaml', policyFile(WorklistPolicy))
  return {
    // Drawn by random ids, a second look would come up in one test of twenty.
    ...{ db, now, policies: pool.versions.map((one) => ({ ...one, secondLookHours: 0 })) },
    termHealth: health.versions,
    ...{ worklist: worklist.versions, reporting: { reports: report.versions } },
  }
}

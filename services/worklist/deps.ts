import type { Db } from '#shared/db/client.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import type { ReportPolicy } from '#shared/domain/report-policy.ts'
import type { TermHealthPolicy } from '#shared/domain/term-health.ts'
import type { WorklistPolicy } from '#shared/domain/worklist-policy.ts'

export interface WorklistDeps {
  readonly db: Db
  readonly now: () => Date
  readonly worklist: readonly WorklistPolicy[]
  readonly termHealth: readonly TermHealthPolicy[]
  readonly reporting: { readonly reports: readonly ReportPolicy[] }
}

/** Decisions go by the pool's undo windows besides. */
export type BatchDeps = WorklistDeps & { readonly policies: readonly PoolPolicy[] }

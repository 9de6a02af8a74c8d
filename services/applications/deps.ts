import type { Blobs } from '#shared/blob/store.ts'
import type { ActDeps } from '#shared/db/act.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import type { RegistryPolicy } from '#shared/domain/registry-policy.ts'
import type { ScoreSheet } from '#shared/domain/score-sheet.ts'
import { AppError } from '#shared/errors.ts'
import type { CasePolicies } from '../case-policies.ts'

export interface CaseDeps extends ActDeps, CasePolicies {
  readonly policies: readonly PoolPolicy[]
  readonly registry: readonly RegistryPolicy[]
  /** Names of the regions by path. */
  readonly regions: ReadonlyMap<string, string>
  /** The root of the regions. */
  readonly city: string
  readonly blobs: Blobs
}

/** The sheet of that version; throws `invalid` when `policies/scoring/` has none. */
export function sheetOf({ sheets }: Pick<CaseDeps, 'sheets'>, version: string): ScoreSheet {
  const sheet = sheets.find((s) => s.version === version)
  if (sheet) return sheet
  throw new AppError(
    'invalid',
    `没有赋分表“${version}”；现有：${sheets.map((s) => s.version).join('、')}。`,
  )
}

/** Columns of a clock that no longer runs. */
export const noClock = { clock: null, dueAt: null, dueUnknown: null, extended: false } as const

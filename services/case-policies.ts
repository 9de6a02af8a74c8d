import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HolidayFile, type HolidayYear } from '#shared/domain/calendar.ts'
import { ClockPolicy } from '#shared/domain/clock.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { ScoreSheet } from '#shared/domain/score-sheet.ts'
import { loadPolicy } from '#shared/policy/load.ts'

/** What cases run by besides the pool's own policy: time limits, days off, and every version of the scoring sheet. */
export interface CasePolicies {
  readonly clocks: readonly ClockPolicy[]
  readonly holidays: readonly HolidayYear[]
  readonly sheets: readonly ScoreSheet[]
}

const root = (path: string) => fileURLToPath(new URL(`../policies/${path}`, import.meta.url))

/** Reads them from `policies/`. Throws `invalid` with file and line of whatever is wrong. */
export async function loadCasePolicies(): Promise<CasePolicies> {
  const { versions } = await loadPolicy(root('clocks.yaml'), policyFile(ClockPolicy))
  const { years } = await loadPolicy(root('holidays.yaml'), HolidayFile)
  const files = (await readdir(root('scoring'))).filter((name) => name.endsWith('.yaml')).sort()
  const sheets: ScoreSheet[] = []
  for (const name of files) sheets.push(await loadPolicy(join(root('scoring'), name), ScoreSheet))
  return { clocks: versions, holidays: years, sheets }
}

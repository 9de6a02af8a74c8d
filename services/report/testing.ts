import type { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import type { Cell, Doc } from '#shared/documents/model.ts'
import { HolidayFile } from '#shared/domain/calendar.ts'
import { ClockPolicy } from '#shared/domain/clock.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { ReportPolicy } from '#shared/domain/report-policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { type ReportRules, reportRules } from './rules.ts'

const read = <T>(name: string, schema: z.ZodType<T>) => loadPolicy(`policies/${name}.yaml`, schema)

/** The shipped rules of reports, for tests and figures. */
export async function shippedRules(): Promise<ReportRules> {
  const { source } = await loadLexicon('lexicons')
  const { versions: reports } = await read('report', policyFile(ReportPolicy))
  const { versions: termHealth } = await read('term-health', policyFile(TermHealthPolicy))
  const { versions: clocks } = await read('clocks', policyFile(ClockPolicy))
  const { years: holidays } = await read('holidays', HolidayFile)
  return reportRules(source, { reports, termHealth, clocks, holidays })
}

/** What a builder of reports needs on `db`, at a time the test may move. */
export async function reportDeps(db: Db, at: { now: Date }) {
  const { versions } = await read('pool', policyFile(PoolPolicy))
  return { db, policies: versions, reporting: await shippedRules(), now: () => at.now }
}

/** A generated city small enough for tests: 30 rooms, five days up to 10 June 2026, in the closed fishing season. */
export function smallCity(policies: readonly PoolPolicy[]) {
  return {
    seed: 1,
    rooms: 30,
    days: 5,
    until: '2026-06-10',
    flagsPerDay: 90,
    city: 'zhoushan',
    lexicon: 'v1',
    policies,
  }
}

export const plainNames = { category: (id: string) => id, region: (path: string) => path }

/** Numbers of a document that count something: cells of numeric columns, and every word that opens a list. */
export function numbersOf({ blocks }: Doc): Cell[] {
  return blocks.flatMap((block): Cell[] => {
    if (block.kind === 'paragraph') return block.runs.filter(({ figure }) => figure)
    if (block.kind !== 'table') return []
    const lines = block.total ? [...block.rows, block.total] : block.rows
    return lines.flatMap((cells) => cells.filter((_, i) => block.columns[i]?.numeric))
  })
}

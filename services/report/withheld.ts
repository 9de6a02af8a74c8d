import type { Report } from '#shared/db/reports.ts'
import type { SeenFlags } from '#shared/db/second-looks.ts'
import type { RowsBehind } from './rows.ts'

const isWithheld = (seen: SeenFlags, id: unknown) => seen.get(String(id))?.part === 'second'

/** A report as somebody may read it who is to look again at a lead in its annex: that lead without its decision. */
export function reportFor(report: Report, seen: SeenFlags): Report {
  const { annex } = report
  const flags = annex.flags.map((flag) =>
    isWithheld(seen, flag.id)
      ? { ...flag, state: 'open' as const, by: null, decidedAt: null, reason: null }
      : flag,
  )
  return { ...report, annex: { ...annex, flags } }
}

/** The rows behind a figure without those leads: that one is in the list would tell what it was decided to be. */
export function rowsFor(found: RowsBehind, seen: SeenFlags): RowsBehind {
  const rows = found.rows.filter(({ id, flag_id }) => !isWithheld(seen, flag_id ?? id))
  return { ...found, rows }
}

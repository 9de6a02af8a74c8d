import { sql } from 'drizzle-orm'
import { dayOf } from '#shared/domain/calendar.ts'
import { type NumberSeries, numberText } from '#shared/domain/case-document.ts'
import type { Db } from './client.ts'
import { numberSeries } from './schema/index.ts'

/** The next number of a series in the year of `at`, in the caller's transaction: others wait, and none is left out. */
export async function nextNumber(tx: Db, series: NumberSeries, at: Date): Promise<string> {
  const year = Number(dayOf(at.getTime()).slice(0, 4))
  const [row] = await tx
    .insert(numberSeries)
    .values({ series, year, last: 1 })
    .onConflictDoUpdate({
      target: [numberSeries.series, numberSeries.year],
      set: { last: sql`${numberSeries.last} + 1` },
    })
    .returning({ last: numberSeries.last })
  return numberText(series, year, row?.last ?? 1)
}

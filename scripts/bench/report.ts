import { openDb } from '#shared/db/client.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { startPostgres } from '#shared/testing/services.ts'
import { fillCity } from '../../services/demo/big-city/fill.ts'
import { buildReport } from '../../services/report/build.ts'
import { writeReport } from '../../services/report/formats.ts'
import { shippedRules } from '../../services/report/testing.ts'
import { spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'

const until = '2026-06-10'
const now = new Date('2026-06-11T06:00:00+08:00')
const names = { category: (id: string) => id, region: (path: string) => path }

/** The report of a full day, 200 rooms on air and 5,000 leads, built and written, on both databases. */
export async function benchReport(): Promise<void> {
  const { versions: policies } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
  const reporting = await shippedRules()
  const postgres = await startPostgres()
  try {
    for (const [name, url] of [
      ['PGlite', 'pglite::memory:'],
      ['PostgreSQL', postgres.url],
    ] as const) {
      const { db, close } = await openDb(url)
      const full = { seed: 1, rooms: 200, days: 2, until, flagsPerDay: 5850, busy: true }
      await fillCity(db, { ...full, city: 'zhoushan', lexicon: 'v1', policies })
      const deps = { db, policies, reporting, now: () => now }
      const rows: Cell[][] = []
      const built = await spent(() =>
        buildReport(deps, { period: 'day', day: until, region: 'zhoushan' }),
      )
      const { values } = built.value.figures
      rows.push(['built', built.wall, built.own])
      for (const format of ['html', 'docx', 'xlsx', 'pdf'] as const) {
        const file = await spent(() =>
          writeReport(built.value, format, { names, now, freezeMinutes: 10 }),
        )
        rows.push([`.${format}, ${(file.value.length / 1e6).toFixed(1)} MB`, file.wall, file.own])
      }
      const day = `${values['air.rooms']} rooms, ${Math.round(values['air.hours'] / 3_600_000)} h, ${values['flags.all']} leads`
      printTable(`report of a day on ${name}: ${day}`, ['', 's', 'CPU s'], rows)
      await close()
    }
  } finally {
    await postgres.stop()
  }
}

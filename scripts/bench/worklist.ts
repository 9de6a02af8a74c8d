import { gte } from 'drizzle-orm'
import { openDb } from '#shared/db/client.ts'
import { flags } from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayStartMs } from '#shared/domain/calendar.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { startPostgres } from '#shared/testing/services.ts'
import { fillCity } from '../../services/demo/big-city/fill.ts'
import { worklistOf } from '../../services/worklist/list.ts'
import {
  aMorning,
  bestOrder,
  hitsPerItem,
  type Morning,
  pairsOf,
  rankedOf,
  shareSeen,
} from '../../services/worklist/morning.ts'
import { shippedWorklist } from '../../services/worklist/testing.ts'
import { spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'

const actor: Actor = { name: '量', roles: everyRole, region: 'zhoushan' }
const until = '2026-03-11'
const options = { seed: 1, rooms: 200, days: 2, until, flagsPerDay: 5000, busy: true }

/** The first page of a morning on which all of a full city's day is open: 200 rooms, 5,000 flags. */
export async function benchWorklist(): Promise<void> {
  const postgres = await startPostgres()
  const rows: Cell[][] = []
  try {
    for (const [name, url] of [
      ['PGlite', 'pglite::memory:'],
      ['PostgreSQL', postgres.url],
    ] as const) {
      const { db, close } = await openDb(url)
      const now = () => new Date(dayStartMs(until) + 30 * 3_600_000)
      const deps = await shippedWorklist(db, now)
      await fillCity(db, {
        ...{ ...options, city: 'zhoushan', lexicon: 'v1', policies: deps.policies },
      })
      const today = gte(flags.saidAt, new Date(dayStartMs(until)))
      await db.update(flags).set({ state: 'open' }).where(today)
      const page = () => worklistOf(deps, actor, { limit: 50, offset: 0 })
      const times: number[] = []
      let own = 0
      let items = 0
      for (let i = 0; i < 12; i += 1) {
        const one = await spent(page)
        items = one.value.below.items + one.value.total
        if (i > 1) times.push(one.wall * 1000)
        if (i > 1) own += one.own * 1000
      }
      times.sort((a, b) => a - b)
      rows.push([name, items, times[5] ?? 0, times.at(-1) ?? 0, own / times.length])
      await close()
    }
  } finally {
    await postgres.stop()
  }
  printTable(
    'First page of the worklist, 5,000 open flags',
    ['database', 'items', 'median ms', 'longest ms', 'own CPU ms'],
    rows,
  )
  printTruth()
}

/** Ranking and grouping on generated days of which the truth is known; the mean of three cities. */
function printTruth(): void {
  const rows = [300, 500, 1000].map((flagsPerDay): Cell[] => {
    const mornings = [1, 2, 3].map((seed) => aMorning(seed, flagsPerDay))
    const mean = (of: (morning: Morning) => number) =>
      mornings.reduce((sum, morning) => sum + of(morning), 0) / mornings.length
    const percent = (of: (morning: Morning) => number) => `${(mean(of) * 100).toFixed(1)} %`
    const itemsOf = (it: Morning) => rankedOf(it).items
    const pairs = (it: Morning) => pairsOf(it, rankedOf(it).scripts)
    return [
      flagsPerDay,
      mean((it) => it.flags.length),
      mean((it) => itemsOf(it).length),
      percent((it) => shareSeen(itemsOf(it), it)),
      percent((it) => shareSeen(bestOrder(itemsOf(it), it), it)),
      mean((it) => hitsPerItem(it, itemsOf(it))),
      percent((it) => pairs(it).right / pairs(it).taken),
      percent((it) => pairs(it).right / pairs(it).there),
    ]
  })
  const head = [
    'flags a day',
    'flags',
    'items',
    'violations in the first 240',
    'best order there is',
  ]
  printTable(
    'A generated day with known truth, three cities',
    [...head, 'hits an item', 'pairs that are copies', 'copies found'],
    rows,
  )
}

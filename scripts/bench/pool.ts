import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { loadConfig } from '#shared/config/env.ts'
import { type Db, openDb } from '#shared/db/client.ts'
import { listFlags } from '#shared/db/flags.ts'
import { roomHistory } from '#shared/db/listings.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { rowsOf } from '#shared/db/rows.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { silentLog } from '#shared/log.ts'
import { startPostgres } from '#shared/testing/services.ts'
import { type House, openHouse } from '../../services/house.ts'
import { apiOf } from '../../services/serve.ts'
import { worklistOf } from '../../services/worklist/list.ts'
import { planOf } from './plan.ts'
import { fillPool } from './pool-data.ts'
import { dailyStandings } from './pool-standings.ts'
import { type Cell, printTable } from './table.ts'

const full = { rooms: 8000, flagsPerRoom: 125, eventsPerRoom: 365 }
const nowMs = Date.parse('2026-06-10T20:00:00+08:00')
const city: Actor = { name: '量', roles: everyRole, region: 'zhoushan' }
const county: Actor = { ...city, region: 'zhoushan/putuo' }
const rounds = 20
const token = 'a-token-of-length-20'

/** One list or page: how the house reads it, over HTTP where people do, and what one would write without thinking. */
interface Reading {
  readonly what: string
  readonly run: (db: Db) => Promise<unknown>
  readonly path?: string
  /** The same answer by the query that first comes to mind. */
  readonly naive?: (db: Db) => Promise<unknown>
}

/**
 * A city's pool after a year on PostgreSQL: lists, a room's page, the worklist, and the standing of every room anew.
 * `--rooms=N` for less than 8,000; `--url=postgres://…` for a database that was filled before.
 */
export async function benchPool(options: readonly string[]): Promise<void> {
  const size = { ...full, nowMs, rooms: Number(optionOf(options, 'rooms') ?? full.rooms) }
  const given = optionOf(options, 'url')
  const postgres = given ? null : await startPostgres()
  const url = given ?? postgres?.url ?? ''
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-bench-'))
  try {
    if (postgres) {
      const began = performance.now()
      await (await openDb(url)).close()
      await fillPool(url, size)
      console.log(`filled in ${Math.round((performance.now() - began) / 1000)} s`)
    }
    const config = loadConfig({ DATABASE_URL: url, DATA_DIR: dir, ACCESS_TOKEN: token })
    const house = await openHouse(config, { log: silentLog, now: () => new Date(nowMs) })
    try {
      await printSize(house.deps.db)
      await dailyStandings(house.deps, nowMs)
      await readings(house, url)
    } finally {
      await house.close()
    }
  } finally {
    await rm(dir, { recursive: true })
    await postgres?.stop()
  }
}

async function readings(house: House, url: string): Promise<void> {
  const { db } = house.deps
  const api = apiOf(house, silentLog)
  const first = await listRooms(db, city, { limit: 100 })
  const roomId = first.rows[0]?.id ?? ''
  const rows: Cell[][] = []
  for (const { what, run, path, naive } of await allReadings(house, roomId)) {
    const own = await p95(() => run(db))
    const http = path ? await p95(() => asked(api, path)) : null
    const other = naive ? await p95(() => naive(db), 3) : null
    rows.push([what, own, http, other, other && other / own, await planOf(url, run)])
  }
  printTable(
    `p95 of ${rounds} calls, ms; beside it the query that first comes to mind`,
    ['', 'function', 'HTTP', 'naive', 'ratio', 'plan'],
    rows,
  )
}

async function allReadings({ deps }: House, roomId: string): Promise<Reading[]> {
  const deep = await cursorAt(deps.db, 40)
  const worklist = (actor: Actor) => (db: Db) =>
    worklistOf({ ...deps, db }, actor, { limit: 50, offset: 0 })
  const region = { region: county.region, sort: 'name', text: '渔嫂19' } as const
  return [
    {
      what: 'pool list, worst first',
      run: (db) => listRooms(db, city, { limit: 100 }),
      path: '/rooms?limit=100',
      naive: (db) => db.execute(poolWithCounts(sql`limit 100`)),
    },
    {
      what: 'its page 41',
      run: (db) => listRooms(db, city, { limit: 100, after: deep }),
      path: deep ? `/rooms?limit=100&after=${deep}` : '/rooms?limit=100',
      naive: (db) => db.execute(poolWithCounts(sql`limit 100 offset 4000`)),
    },
    {
      what: 'red rooms',
      run: (db) => listRooms(db, city, { limit: 100, colour: 'red' }),
      path: '/rooms?limit=100&colour=red',
    },
    {
      what: 'one county, by words, by name',
      run: (db) => listRooms(db, city, { limit: 100, ...region }),
      path: `/rooms?limit=100&region=${region.region}&sort=name&text=${encodeURIComponent(region.text)}`,
    },
    {
      what: "a room's page",
      run: (db) => roomStanding(db, city, roomId),
      path: `/rooms/${roomId}`,
    },
    {
      what: 'its log',
      run: (db) => roomHistory(db, city, roomId),
      path: `/memberships/${roomId}/history`,
    },
    {
      what: 'its leads',
      run: (db) => listFlags(db, city, { roomId, limit: 50, offset: 0 }),
      path: `/flags?roomId=${roomId}`,
    },
    {
      what: 'open leads, gravest first',
      run: (db) => listFlags(db, city, { state: 'open', limit: 50, offset: 0 }),
      path: '/flags?state=open',
    },
    { what: "worklist, a county's", run: worklist(county) },
    { what: "worklist, the city's", run: worklist(city), path: '/worklist' },
  ]
}

/** Every room with every open lead counted, then sorted, then cut. */
const poolWithCounts = (cut: ReturnType<typeof sql>) => sql`
  select r.*, m.score, m.colour, o.name, count(f.id) filter (where f.state = 'open') as open
  from rooms r join memberships m on m.room_id = r.id left join operators o on o.id = r.operator_id
  left join flags f on f.room_id = r.id
  group by r.id, m.room_id, o.id order by m.score, r.name ${cut}`

/** The cursor behind so many pages, or of the last one there is. */
async function cursorAt(db: Db, page: number): Promise<string | undefined> {
  let after: string | undefined
  for (let i = 0; i < page; i++) {
    const { next } = await listRooms(db, city, { limit: 100, after })
    if (next === null) break
    after = next
  }
  return after
}

async function asked(api: ReturnType<typeof apiOf>, path: string): Promise<void> {
  const answer = await api.request(`http://localhost/api${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (answer.status !== 200) throw new Error(`${path}: ${await answer.text()}`)
  await answer.arrayBuffer()
}

/** Milliseconds that 95 of 100 calls do not exceed; the first, which fills caches, is not counted. */
async function p95(call: () => Promise<unknown>, times = rounds): Promise<number> {
  const took: number[] = []
  for (let i = 0; i <= times; i++) {
    const began = performance.now()
    await call()
    if (i > 0) took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  return took[Math.ceil(took.length * 0.95) - 1] ?? Number.NaN
}

async function printSize(db: Db): Promise<void> {
  const [row] = await rowsOf<Record<string, number>>(
    db,
    sql`select
    (select count(*) from rooms)::int as rooms, (select count(*) from flags)::int as flags,
    (select count(*) from flags where state = 'open')::int as open,
    (select count(*) from flags)::int + (select count(*) from verdicts)::int + (select count(*) from pool_events)::int as events`,
  )
  printTable(
    'The pool: a log line is a find, a verdict or an event',
    ['', 'rooms', 'leads', 'open', 'log lines'],
    [['PostgreSQL', row?.rooms ?? 0, row?.flags ?? 0, row?.open ?? 0, row?.events ?? 0]],
  )
}

const optionOf = (options: readonly string[], name: string) =>
  options.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3)

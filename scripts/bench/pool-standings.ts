import { eq } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { flags, memberships, poolEvents } from '#shared/db/schema/index.ts'
import { verdictLog } from '#shared/db/verdicts.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { silentLog } from '#shared/log.ts'
import { openQueue } from '#shared/queue/open.ts'
import { reconcile, startStage } from '#shared/queue/stage.ts'
import { type PoolDeps, poolStage } from '../../services/pool/stage.ts'
import { spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'

/**
 * All rooms of the pool derived anew as a process of the house does it, found by rows and brought by the queue, twice: a
 * first day on which proposals are drafted, and the next.
 */
export async function dailyStandings(deps: PoolDeps, nowMs: number): Promise<void> {
  const rows: Cell[][] = []
  for (const [what, atMs] of [
    ['a first day, proposals drafted', nowMs],
    ['the day after', nowMs + dayMs],
  ] as const) {
    await deps.db.update(memberships).set({ stale: true })
    const then = { ...deps, now: () => new Date(atMs) }
    const { value: rounds, wall, own } = await spent(() => settleAll(then))
    const [left, all] = await Promise.all([
      deps.db.$count(memberships, eq(memberships.stale, true)),
      deps.db.$count(memberships),
    ])
    rows.push([what, all - left, rounds, wall, own, (wall * 1000) / all])
  }
  const tried = 10
  const naive = await spent(() => readLineByLine(deps.db, tried))
  rows.push([
    'its reading alone, a query a lead',
    tried,
    null,
    naive.wall,
    naive.own,
    (naive.wall * 1000) / tried,
  ])
  const head = ['daily standing', 'rooms', 'rounds', 's', 'own CPU s', 'ms a room']
  printTable('Daily standing of all rooms', head, rows)
}

/** Rounds of looking for work until there is none; the house waits 15 s between two. */
async function settleAll(deps: PoolDeps): Promise<number> {
  const stop = new AbortController()
  const queue = await openQueue('memory:', { log: silentLog, stop: stop.signal })
  startStage(queue, poolStage, deps, silentLog)
  try {
    for (let rounds = 0; ; rounds++) {
      if ((await reconcile(poolStage, deps, queue)).length === 0) return rounds
      await queue.idle()
    }
  } finally {
    stop.abort()
    await queue.close()
  }
}

/** What reading a log costs when each lead is asked for its verdicts. */
async function readLineByLine(db: Db, rooms: number): Promise<void> {
  for (const { roomId } of await db.select().from(memberships).limit(rooms)) {
    for (const flag of await db.select().from(flags).where(eq(flags.roomId, roomId)))
      await verdictLog(db, flag.id)
    await db.select().from(poolEvents).where(eq(poolEvents.roomId, roomId))
  }
}

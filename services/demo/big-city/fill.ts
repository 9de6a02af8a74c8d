import { count, sql } from 'drizzle-orm'
import { audit } from '#shared/db/audit.ts'
import { insertMany } from '#shared/db/bulk.ts'
import type { Db } from '#shared/db/client.ts'
import { addPoolEvent, pendingStandings } from '#shared/db/pool.ts'
import {
  broadcasts,
  coverage,
  flags,
  hits,
  memberships,
  missSamples,
  operators,
  recordings,
  rooms,
  secondLooks,
  sentences,
  transcripts,
  verdicts,
} from '#shared/db/schema/index.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { AppError } from '#shared/errors.ts'
import { poolStage } from '../../pool/stage.ts'
import type { FlagTruth } from './finds.ts'
import { type CityOptions, type Missed, makeCity } from './make.ts'
import { missSamplesOn } from './misses.ts'
import { poolEventsOf } from './pool-events.ts'
import { secondLooksOn } from './second-looks.ts'

/** What is true of the city and stands in no table people see. */
export interface CityTruth {
  readonly seed: number
  readonly until: string
  readonly nowMs: number
  readonly flags: Readonly<Record<string, FlagTruth>>
  readonly missed: readonly Missed[]
}

/**
 * Fills an empty database with a city's month: rooms, sessions, recordings with gaps, finds, verdicts, corrections, and
 * the standings the pool derives of them. Throws `conflict` when there are rooms already.
 */
export async function fillCity(db: Db, options: CityOptions): Promise<CityTruth> {
  const [there] = await db.select({ n: count() }).from(rooms)
  if (there && there.n > 0)
    throw new AppError(
      'conflict',
      `数据库中已有 ${there.n} 个直播间,演示城市只装入空库;请把 DATABASE_URL 指向新的数据库。`,
    )
  const city = makeCity(options)
  const truth: Record<string, FlagTruth> = {}
  const missed: Missed[] = []
  await db.transaction(async (tx) => {
    const since = new Date(city.nowMs)
    await insertMany(
      tx,
      operators,
      city.rooms.map(({ operator }) => operator),
    )
    await insertMany(
      tx,
      rooms,
      city.rooms.map(({ room }) => room),
    )
    const places = city.rooms.map(({ room, state }) => ({
      roomId: room.id,
      state,
      since: room.createdAt ?? since,
    }))
    await insertMany(tx, memberships, places)
    for (const day of city.days()) {
      await insertMany(
        tx,
        broadcasts,
        day.aired.map((it) => it.broadcast),
      )
      await insertMany(
        tx,
        recordings,
        day.aired.flatMap((it) => it.recordings),
      )
      await insertMany(
        tx,
        coverage,
        day.aired.flatMap((it) => it.coverage),
      )
      await insertMany(
        tx,
        transcripts,
        day.found.flatMap((it) => it.transcripts),
      )
      await insertMany(
        tx,
        sentences,
        day.found.flatMap((it) => it.sentences),
      )
      await insertMany(
        tx,
        flags,
        day.found.flatMap((it) => it.flags),
      )
      await insertMany(
        tx,
        hits,
        day.found.flatMap((it) => it.hits),
      )
      await insertMany(tx, verdicts, day.verdicts)
      await insertMany(tx, secondLooks, secondLooksOn(day, options.policies, city.nowMs))
      await insertMany(tx, missSamples, missSamplesOn(options.seed, day, city.nowMs))
      for (const { roomId, event, actor } of poolEventsOf(options.seed, day, city.nowMs))
        await addPoolEvent(tx, roomId, event, actor)
      Object.assign(truth, day.truth)
      missed.push(...day.missed)
    }
    const detail = { rooms: city.rooms.length, days: options.days, seed: options.seed }
    await audit(tx, { at: since, actor: 'system', action: 'demo-city', subject: 'demo', detail })
  })
  // Nobody gathers statistics in an embedded database.
  await db.execute(sql`analyze`)
  // Some proposals were drafted while the month ran, so that there are cases as old as a case gets.
  if (options.days > proposalDays) await settlePool(db, city.nowMs - proposalDays * dayMs, options)
  await settlePool(db, city.nowMs, options)
  return { seed: options.seed, until: options.until, nowMs: city.nowMs, flags: truth, missed }
}

/** How many days before the end the pool is looked at once already. */
const proposalDays = 9

/** Derives every standing as the pool does at `atMs`. */
async function settlePool(db: Db, atMs: number, { policies }: CityOptions): Promise<void> {
  const now = () => new Date(atMs)
  const { signal } = new AbortController()
  await db.update(memberships).set({ stale: true })
  for (let todo = await pendingStandings(db, now(), 1000); todo.length > 0; ) {
    for (const job of todo) await poolStage.run(job, { db, policies, now }, signal)
    todo = await pendingStandings(db, now(), 1000)
  }
}

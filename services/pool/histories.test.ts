import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertMany } from '#shared/db/bulk.ts'
import { openDb } from '#shared/db/client.ts'
import {
  broadcasts,
  flags,
  memberships,
  poolEvents,
  recordings,
  rooms,
  verdicts,
} from '#shared/db/schema/index.ts'
import { addDays, dayMs, dayOf } from '#shared/domain/calendar.ts'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import type { PoolEvent } from '#shared/domain/pool-event.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { nextChangeMs, type Standing, standing } from '#shared/domain/standing.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { histories, historyDays, historyStartMs } from '#shared/testing/pool-histories.ts'
import { poolStage } from './stage.ts'

const { versions } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
const shipped = policyOn(versions, historyStartMs)
/** A second version in the middle of every history: another window, other points. */
const policies: PoolPolicy[] = [
  shipped,
  {
    ...shipped,
    ...{ version: '2', windowDays: 45, oncePer: 'category' },
    effectiveFrom: addDays(dayOf(historyStartMs), 60),
  },
]
const count = 2000
const days = Array.from({ length: historyDays }, (_, i) => historyStartMs + (i + 1) * dayMs - 1)

const uuidOf = (name: string) => {
  const hex = createHash('sha256').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join('-')
}

/** The same history under ids the tables take. A flag's row holds its newest facts alone, so none are put right here. */
function inRoom(events: readonly PoolEvent[], roomId: string): PoolEvent[] {
  const put = (name: string) => uuidOf(`${roomId} ${name}`)
  return events.flatMap((event): PoolEvent[] => {
    if (event.kind === 'flagged') {
      if (!event.id.endsWith('.0')) return []
      const flagId = put(event.flag.flagId)
      const flag = { ...event.flag, flagId, broadcastId: put(event.flag.broadcastId) }
      return [{ ...event, id: `flagged-${flagId}`, flag }]
    }
    if (event.kind === 'verdict') {
      const supersedes = event.supersedes === null ? null : put(event.supersedes)
      return [{ ...event, id: put(event.id), flagId: put(event.flagId), supersedes }]
    }
    if (event.kind === 'reversed')
      return [{ ...event, id: put(event.id), reverses: put(event.reverses) }]
    if ('flagIds' in event)
      return [{ ...event, id: put(event.id), flagIds: event.flagIds.map((id) => put(id)) }]
    return []
  })
}

function rowsOf(events: readonly PoolEvent[], roomId: string) {
  const at = (atMs: number) => new Date(atMs)
  const found = events.flatMap((e) => (e.kind === 'flagged' ? [e] : []))
  const shows = [...new Set(found.map(({ flag }) => flag.broadcastId))]
  return {
    broadcasts: shows.map((id, i) => ({ id, roomId, startedAt: at(historyStartMs + i) })),
    recordings: shows.map((id) => ({
      ...{ id, roomId, broadcastId: id, path: '/none', sha256: id, bytes: 1 },
      ...{ startedAt: at(historyStartMs), startedAtSource: 'option', ingestState: 'done' as const },
    })),
    flags: found.map(({ atMs, flag: { flagId: id, saidAtMs, ...facts } }) => ({
      ...{ ...facts, id, roomId, phrase: id, articles: [], lexiconVersion: 'v', hitCount: 1 },
      ...{ recordingId: facts.broadcastId, quote: '', quoteStart: 0, quoteEnd: 0, startMs: 0 },
      ...{ endMs: 1, saidAt: at(saidAtMs), createdAt: at(atMs) },
    })),
    verdicts: events.flatMap((event) => {
      if (event.kind !== 'verdict') return []
      const { kind: _, atMs, effectiveAtMs, ...entry } = event
      return [{ ...entry, at: at(atMs), effectiveAt: at(effectiveAtMs) }]
    }),
    poolEvents: events.flatMap((body) =>
      body.kind === 'flagged' || body.kind === 'verdict'
        ? []
        : [{ id: body.id, roomId, at: at(body.atMs), kind: body.kind, body, actor: '试' }],
    ),
  }
}

const what = ({ score, colour, deductions }: Standing) => ({ score, colour, deductions })

/** Thousands of comparisons: the cheap one first, the one that explains itself on failure. */
function same(found: unknown, wanted: unknown, where: string): void {
  if (!isDeepStrictEqual(found, wanted)) expect(found, where).toEqual(wanted)
}

test('2,000 random histories: what is stored is what the log gives, on every day', async () => {
  const { db, close } = await openDb(await newPostgresUrl())
  const { signal } = new AbortController()
  const logs = fc
    .sample(histories(policies), { numRuns: count, seed: 20_260_301 })
    .map((events, i) => {
      const roomId = uuidOf(`room ${i}`)
      const fromMs = days[(i * 37) % historyDays] ?? historyStartMs
      return { roomId, events: inRoom(events, roomId), fromMs }
    })
  const rows = logs.map(({ events, roomId }) => rowsOf(events, roomId))
  const made = logs.map(({ roomId: id }) => ({
    ...{ id, platform: 'other', platformId: id, name: id, region: 'zhoushan/putuo' },
  }))
  await insertMany(db, rooms, made)
  const since = new Date(historyStartMs)
  await insertMany(
    db,
    memberships,
    logs.map(({ roomId }) => ({ roomId, since })),
  )
  const tables = { broadcasts, recordings, flags, verdicts, poolEvents } as const
  for (const [name, table] of Object.entries(tables))
    await insertMany(
      db,
      table,
      rows.flatMap((one): object[] => one[name as keyof typeof tables]) as never,
    )
  // From a day on, the stored row stands for every day until the instant at which it says it may change.
  for (const { roomId, fromMs } of logs)
    await poolStage.run({ roomId }, { db, policies, now: () => new Date(fromMs) }, signal)
  let held = 0
  const kept = new Map((await db.select().from(memberships)).map((row) => [row.roomId, row]))
  for (const { roomId, events, fromMs } of logs) {
    const row = kept.get(roomId)
    const nextMs = row?.nextChangeAt?.getTime() ?? null
    // What never cost anything changes nothing; that the row may stand so long is compared day by day.
    expect(nextMs ?? Infinity).toBeGreaterThanOrEqual(
      nextChangeMs(events, policies, fromMs) ?? Infinity,
    )
    for (const onMs of days.filter((ms) => ms >= fromMs && ms < (nextMs ?? Infinity))) {
      held += 1
      const wanted = JSON.parse(JSON.stringify(what(standing(events, policies, onMs))))
      same(row?.standing && what(row.standing), wanted, `${roomId} on ${dayOf(onMs)}`)
    }
  }
  expect(held).toBeGreaterThan(count)
  await close()
}, 600_000)

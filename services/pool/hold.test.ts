import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { holdFlag, type JudgeDeps, judgeFlag } from './judge.ts'

const person = (name: string): Actor => ({ name, roles: ['reviewer'], region: 'zhoushan' })
const [first, second] = [person('李四'), person('赵六')]
let nowMs = Date.parse('2026-03-12T09:00:00+08:00')
let house: OpenDb
let deps: JudgeDeps
let flagId: string

beforeAll(async () => {
  house = await openDb(newLiteUrl())
  const { versions } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
  const policies = versions.map((one) => ({ ...one, secondLookShare: 0 }))
  deps = { db: house.db, policies, now: () => new Date(nowMs) }
  const room = await aRoom(house.db, '东海渔嫂')
  flagId = await aFlag(house.db, await aRecording(house.db, room.id, deps.now()))
})
afterAll(() => house.close())

const minutes = (n: number) => {
  nowMs += n * 60_000
}

test('of two who reach for one lead, one holds it; the other can neither hold nor decide it', async () => {
  const reached = await Promise.allSettled(
    [first, second].flatMap((who) => [holdFlag(deps, flagId, who), holdFlag(deps, flagId, who)]),
  )
  const holders = reached.flatMap((one) => (one.status === 'fulfilled' ? [one.value.by] : []))
  expect(new Set(holders).size).toBe(1)
  const other = holders[0] === first.name ? second : first
  await expect(holdFlag(deps, flagId, other)).rejects.toMatchObject({ code: 'conflict' })
  await expect(judgeFlag(deps, flagId, { verdict: 'dismissed' }, other)).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('a hold that is renewed lasts, one that is not is free in ten minutes', async () => {
  const hold = (who: Actor) => holdFlag(deps, flagId, who).then(({ by }) => by)
  minutes(11)
  expect(await hold(first)).toBe(first.name)
  minutes(9)
  expect(await hold(first)).toBe(first.name)
  minutes(9)
  await expect(hold(second)).rejects.toMatchObject({ code: 'conflict' })
  minutes(1)
  expect(await hold(second)).toBe(second.name)
})

test('the same verdict sent twice is one line', async () => {
  const sent = { id: crypto.randomUUID(), verdict: 'dismissed' as const }
  const twice = [
    await judgeFlag(deps, flagId, sent, second),
    await judgeFlag(deps, flagId, sent, second),
  ]
  expect(twice.map(({ entry }) => entry.id)).toEqual([sent.id, sent.id])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit, firstBrokenLine } from '#shared/db/audit.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { liveProposal, lockMembership, pendingStandings, roomEvents } from '#shared/db/pool.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { verdictLog } from '#shared/db/verdicts.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { standing } from '#shared/domain/standing.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { onPostgres } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { judgeFlag, undoVerdict } from './judge.ts'
import { poolStage } from './stage.ts'

const { versions } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
const city = { region: 'zhoushan' }
const zhang: Actor = { name: '张', roles: ['reviewer'], region: 'zhoushan' }
const li: Actor = { name: '李', roles: ['reviewer', 'second_reviewer'], region: 'zhoushan' }
const day = 86_400_000

onPostgres('pool', (open) => {
  let house: OpenDb
  let at = Date.parse('2026-11-20T10:00:00+08:00')
  const now = () => new Date(at)
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  const deps = (undoMinutes = 0) => ({
    db: house.db,
    now,
    policies: versions.map((p) => ({ ...p, undoMinutes })),
  })
  const settle = async (roomId: string, undoMinutes = 0) => {
    const signal = new AbortController().signal
    let again = await poolStage.run({ roomId }, deps(undoMinutes), signal)
    while (again.length > 0) again = await poolStage.run({ roomId }, deps(undoMinutes), signal)
  }
  const flagIn = async (name: string, daysAgo: number, severity: 2 | 3 | 5 = 3) => {
    const room = await aRoom(house.db, name, { now: now() })
    const recording = await aRecording(house.db, room.id, new Date(at - daysAgo * day))
    return { room, flagId: await aFlag(house.db, recording, { severity }, now()) }
  }

  test('a confirmed flag costs points, its reversal gives them back, both lines stay', async () => {
    const { room, flagId } = await flagIn('扣分', 1)
    await judgeFlag(deps(), flagId, { verdict: 'confirmed' }, zhang)
    await settle(room.id)
    const after = await roomStanding(house.db, city, room.id)
    expect(after).toMatchObject({ score: 97, colour: 'green' })
    expect(after?.standing?.deductions).toMatchObject([{ flagId, points: 3 }])
    at += 60_000
    await judgeFlag(deps(), flagId, { verdict: 'dismissed', reason: '自家比较' }, li)
    await settle(room.id)
    expect(await roomStanding(house.db, city, room.id)).toMatchObject({ score: 100 })
    expect((await verdictLog(house.db, flagId)).map((line) => line.verdict)).toEqual([
      'confirmed',
      'dismissed',
    ])
  })

  test('nothing follows a verdict before its undo window ends', async () => {
    const { room, flagId } = await flagIn('撤销', 1)
    await judgeFlag(deps(10), flagId, { verdict: 'confirmed' }, zhang)
    await settle(room.id, 10)
    expect(await roomStanding(house.db, city, room.id)).toMatchObject({ score: 100 })
    const waiting = (await pendingStandings(house.db, now(), 100)).map((row) => row.roomId)
    expect(waiting).not.toContain(room.id)
    at += 11 * 60_000
    const due = (await pendingStandings(house.db, now(), 100)).map((row) => row.roomId)
    expect(due).toContain(room.id)
    await settle(room.id, 10)
    expect(await roomStanding(house.db, city, room.id)).toMatchObject({ score: 97 })
    await expect(undoVerdict(deps(10), flagId, zhang)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('an undo within its window leaves no trace in the standing', async () => {
    const { room, flagId } = await flagIn('及时撤销', 1)
    await judgeFlag(deps(10), flagId, { verdict: 'confirmed' }, zhang)
    await undoVerdict(deps(10), flagId, zhang)
    at += day
    await settle(room.id, 10)
    expect(await roomStanding(house.db, city, room.id)).toMatchObject({ score: 100 })
  })

  test('a red line drafts a proposal once; overturned, the proposal withdraws itself', async () => {
    const { room, flagId } = await flagIn('移出', 1, 5)
    await judgeFlag(deps(), flagId, { verdict: 'confirmed' }, zhang)
    await settle(room.id)
    await settle(room.id)
    const proposal = await liveProposal(house.db, room.id)
    expect(proposal?.body.rows).toHaveLength(1)
    const proposed = await house.db.transaction((tx) => lockMembership(tx, room.id))
    expect(proposed).toMatchObject({ state: 'removal_proposed', cameFrom: 'listed', colour: 'red' })
    at += 60_000
    await judgeFlag(deps(), flagId, { verdict: 'dismissed', reason: '不是主播所说' }, li)
    await settle(room.id)
    expect(await liveProposal(house.db, room.id)).toBeUndefined()
    const back = await house.db.transaction((tx) => lockMembership(tx, room.id))
    expect(back).toMatchObject({ state: 'listed', score: 100 })
  })

  test('two people at once: one wins, the other is told; a repeated request is one line', async () => {
    const { flagId } = await flagIn('并发', 1)
    const id = crypto.randomUUID()
    const acts = [
      judgeFlag(deps(), flagId, { id, verdict: 'confirmed', seen: null }, zhang),
      judgeFlag(deps(), flagId, { verdict: 'dismissed', seen: null }, li),
    ]
    const results = await Promise.allSettled(acts)
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict' },
    })
    const before = await verdictLog(house.db, flagId)
    if (before[0]?.id === id)
      await judgeFlag(deps(), flagId, { id, verdict: 'confirmed', seen: null }, zhang)
    expect(await verdictLog(house.db, flagId)).toHaveLength(1)
  })

  test('another county sees nothing and decides nothing', async () => {
    const { room, flagId } = await flagIn('辖区', 1)
    const dinghai: Actor = { ...zhang, region: 'zhoushan/dinghai' }
    expect(await roomStanding(house.db, dinghai, room.id)).toBeUndefined()
    await expect(
      judgeFlag(deps(), flagId, { verdict: 'confirmed' }, dinghai),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  test('the stored standing is what the log gives', async () => {
    const { room, flagId } = await flagIn('重算', 2)
    await judgeFlag(deps(), flagId, { verdict: 'confirmed' }, zhang)
    await settle(room.id)
    const stored = await roomStanding(house.db, city, room.id)
    const fresh = standing(await roomEvents(house.db, room.id), deps().policies, at)
    expect(stored?.standing).toEqual(JSON.parse(JSON.stringify(fresh)))
  })

  test('the audit chain holds, and a changed line breaks it', async () => {
    expect(await firstBrokenLine(house.db)).toBeNull()
    await house.db
      .transaction(async (tx) => {
        await audit(tx, {
          at: now(),
          actor: '张',
          action: 'test',
          subject: 'x',
          detail: { b: 1, a: 2 },
        })
        await tx.execute(`update audit_events set actor = '王' where subject = 'x'`)
        expect(await firstBrokenLine(tx)).not.toBeNull()
        tx.rollback()
      })
      .catch((error: Error) => expect(error.message).toMatch(/rollback/i))
  })
})

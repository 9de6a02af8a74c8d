import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstBrokenLine } from '#shared/db/audit.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { getFlag, listFlags, replaceFlags } from '#shared/db/flags.ts'
import { liveProposal } from '#shared/db/pool.ts'
import { addSignature, decidersOf } from '#shared/db/removals.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { looksOf, seenBy } from '#shared/db/second-looks.ts'
import { addUser } from '#shared/db/users.ts'
import { verdictLog } from '#shared/db/verdicts.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import type { RemovalStage } from '#shared/domain/removal-stages.ts'
import type { Role } from '#shared/domain/role.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { onPostgres } from '#shared/testing/database.ts'
import { aFlag, aFound, aRecording, aRoom } from '#shared/testing/factories.ts'
import { judgeFlag, settleFlag, undoVerdict } from './judge.ts'
import { poolStage } from './stage.ts'

const { versions } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
const city = { region: 'zhoushan' }
const person = (name: string, ...roles: Role[]): Actor => ({ name, roles, region: 'zhoushan' })
const [zhang, li] = [person('张', 'reviewer'), person('李', 'reviewer', 'second_reviewer')]
const [wang, zhao] = [person('王', 'second_reviewer'), person('赵', 'approver')]
const [minute, hour] = [60_000, 3_600_000]

onPostgres('second look', (open) => {
  let house: OpenDb
  let at = Date.parse('2026-11-20T10:00:00+08:00')
  const now = () => new Date(at)
  let count = 0

  beforeAll(async () => {
    house = await open()
    for (const { name, roles, region } of [zhang, li, wang, zhao])
      await addUser(house.db, {
        ...{ name, displayName: name, region, roles: [...roles], operatorId: null },
        ...{ createdBy: '试', createdAt: now() },
      })
  })
  afterAll(() => house.close())

  const deps = (secondLookShare = 1) => ({
    ...{ db: house.db, now },
    policies: versions.map((p) => ({ ...p, undoMinutes: 10, secondLookShare })),
  })
  const flagIn = async (severity: 3 | 5 = 3, name = `间${count++}`) => {
    const room = await aRoom(house.db, name, { now: now() })
    const recording = await aRecording(house.db, room.id, new Date(at - 24 * hour))
    const flagId = await aFlag(house.db, recording, { severity, phrase: name }, now())
    return { roomId: room.id, recording, flagId }
  }
  const judge = (flagId: string, verdict: Verdict, who: Actor, share = 1, reason = '') =>
    judgeFlag(deps(share), flagId, { verdict, reason }, who)
  const settle = async (roomId: string, share = 1) => {
    const { signal } = new AbortController()
    while ((await poolStage.run({ roomId }, deps(share), signal)).length > 0);
  }
  const score = async (roomId: string) => (await roomStanding(house.db, city, roomId))?.score
  const stateFor = async (flagId: string, who: Actor) => {
    const filter = { limit: 200, offset: 0 }
    const { rows } = await listFlags(house.db, city, filter, await seenBy(house.db, who))
    return rows.find(({ id }) => id === flagId)?.state
  }

  test('a drawn decision is in no table but its own until another person has said the same', async () => {
    const { roomId, flagId } = await flagIn()
    await judge(flagId, 'confirmed', zhang)
    expect(await getFlag(house.db, flagId)).toMatchObject({ state: 'open' })
    expect(await verdictLog(house.db, flagId)).toEqual([])
    expect(await stateFor(flagId, zhang)).toBe('confirmed')
    expect(await stateFor(flagId, li)).toBe('open')
    at += hour
    await settle(roomId)
    expect(await score(roomId)).toBe(100)

    await judge(flagId, 'confirmed', li)
    expect(await verdictLog(house.db, flagId)).toMatchObject([
      { verdict: 'confirmed', by: '张', atMs: at, effectiveAtMs: at },
    ])
    await settle(roomId)
    expect(await score(roomId)).toBe(97)
    await expect(undoVerdict(deps(), flagId, zhang)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('the same request is one look; a third opinion is nobody’s', async () => {
    const { flagId } = await flagIn()
    const [first, second] = [randomUUID(), randomUUID()]
    for (const _ of [1, 2])
      await judgeFlag(deps(), flagId, { id: first, verdict: 'confirmed' }, zhang)
    for (const _ of [1, 2])
      await judgeFlag(deps(), flagId, { id: second, verdict: 'dismissed' }, li)
    expect(await looksOf(house.db, flagId)).toMatchObject([
      { first: { id: first, by: '张' }, second: { id: second, by: '李' }, settledAtMs: null },
    ])
    await expect(judge(flagId, 'confirmed', wang)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a difference goes to the one 复核员 who is neither, and only their word counts', async () => {
    const { roomId, flagId } = await flagIn()
    await judge(flagId, 'confirmed', zhang)
    await judge(flagId, 'dismissed', li)
    expect((await looksOf(house.db, flagId))[0]?.decider).toBe('王')
    at += 100 * hour
    await settle(roomId)
    expect(await verdictLog(house.db, flagId)).toEqual([])
    for (const who of [zhang, li, zhao])
      await expect(
        settleFlag(deps(), flagId, { verdict: 'confirmed', reason: '试' }, who),
      ).rejects.toThrow()
    await expect(settleFlag(deps(), flagId, { verdict: 'dismissed' }, wang)).rejects.toMatchObject({
      code: 'invalid',
    })
    await settleFlag(deps(), flagId, { verdict: 'dismissed', reason: '自家比较' }, wang)
    expect(await verdictLog(house.db, flagId)).toMatchObject([{ verdict: 'dismissed', by: '王' }])
    expect(await getFlag(house.db, flagId)).toMatchObject({ state: 'dismissed' })
    await settle(roomId)
    expect(await score(roomId)).toBe(100)
  })

  test('between two 复核员 the 审批人 decides', async () => {
    const { flagId } = await flagIn()
    await judge(flagId, 'confirmed', li)
    await judge(flagId, 'invalid', wang)
    expect((await looksOf(house.db, flagId))[0]?.decider).toBe('赵')
    await settleFlag(deps(), flagId, { verdict: 'confirmed', reason: '声音清楚' }, zhao)
    expect(await verdictLog(house.db, flagId)).toMatchObject([{ verdict: 'confirmed', by: '赵' }])
  })

  test('taken back within its window nothing is left; changed, it is drawn again', async () => {
    const { flagId } = await flagIn()
    await judge(flagId, 'confirmed', zhang)
    await undoVerdict(deps(), flagId, zhang)
    expect(await looksOf(house.db, flagId)).toEqual([])
    await judge(flagId, 'confirmed', zhang)
    await judge(flagId, 'dismissed', zhang, 0, '看错了')
    expect(await looksOf(house.db, flagId)).toMatchObject([
      { sealed: true, first: { verdict: 'dismissed' } },
    ])
    at += 11 * minute
    await expect(undoVerdict(deps(), flagId, zhang)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('whom nobody looks after in time stands as given', async () => {
    const { roomId, flagId } = await flagIn()
    await judge(flagId, 'confirmed', zhang)
    at += 72 * hour
    const due = await poolStage.pending(deps(), 100)
    expect(due).toContainEqual({ roomId })
    await settle(roomId)
    expect(await verdictLog(house.db, flagId)).toMatchObject([{ verdict: 'confirmed', by: '张' }])
    expect(await score(roomId)).toBe(97)
    expect(await looksOf(house.db, flagId)).toMatchObject([{ second: null, settledAtMs: at }])
  })

  test('found again by a newer lexicon, a sealed lead keeps what its reader saw', async () => {
    const { flagId, recording } = await flagIn()
    await judge(flagId, 'confirmed', zhang)
    await replaceFlags(house.db, recording.broadcastId, [], now())
    expect(await getFlag(house.db, flagId)).toMatchObject({ state: 'open' })
    const { phrase } = (await getFlag(house.db, flagId)) ?? {}
    const again = aFound(recording, { phrase: phrase ?? '', quote: '别的话', hitCount: 7 })
    await replaceFlags(house.db, recording.broadcastId, [again], now())
    expect(await getFlag(house.db, flagId)).toMatchObject({
      quote: '这个是全网最低价',
      hitCount: 7,
    })
  })

  test('a confirmation that would feed a removal is looked at whatever the draw', async () => {
    const { roomId, flagId } = await flagIn(5)
    await judge(flagId, 'confirmed', zhang, 0)
    expect(await looksOf(house.db, flagId)).toMatchObject([{ why: 'removal', sealed: true }])
    await settle(roomId, 0)
    expect(await liveProposal(house.db, roomId)).toBeUndefined()
    await judge(flagId, 'confirmed', li, 0)
    await settle(roomId, 0)
    const drafted = await liveProposal(house.db, roomId)
    expect(drafted).toMatchObject({ flagIds: [flagId] })
    expect(await decidersOf(house.db, [flagId])).toEqual(['张', '李'])

    const sign = (stage: RemovalStage, by: string, seq: number) => {
      const signature = { stage, outcome: 'agree' as const, by, reason: '', atMs: at }
      return addSignature(house.db, drafted?.id ?? '', seq, signature)
    }
    await sign('verify', '承', 2)
    await sign('hear', '承', 3)
    // Neither who decided first nor who looked again; the database says so whoever asks.
    for (const who of ['张', '李'])
      await expect(sign('review', who, 4)).rejects.toMatchObject({
        cause: { constraint: 'removal_signatures_apart' },
      })
    await sign('review', '王', 4)
  })

  test('so are the earlier ones it rests on, hidden from the second reader meanwhile', async () => {
    const name = `屡犯${count++}`
    const made = [await flagIn(3, name)]
    for (const days of [3, 5]) {
      const { roomId } = made[0] ?? { roomId: '' }
      const recording = await aRecording(house.db, roomId, new Date(at - days * 24 * hour))
      made.push({ roomId, recording, flagId: await aFlag(house.db, recording, {}, now()) })
    }
    const [a, b, c] = made.map(({ flagId }) => flagId) as [string, string, string]
    const roomId = made[0]?.roomId ?? ''
    await judge(a, 'confirmed', zhang, 0)
    await judge(b, 'confirmed', zhang, 0)
    expect(await looksOf(house.db, a)).toEqual([])
    await judge(c, 'confirmed', zhang, 0)
    expect(await looksOf(house.db, c)).toMatchObject([{ why: 'removal', sealed: true }])
    await judge(c, 'confirmed', li, 0)
    at += 11 * minute
    await settle(roomId, 0)
    expect(await liveProposal(house.db, roomId)).toBeUndefined()
    expect(await stateFor(a, zhang)).toBe('confirmed')
    expect(await stateFor(a, li)).toBe('open')
    await judge(a, 'confirmed', li, 0)
    await judge(b, 'dismissed', li, 0)
    await settle(roomId, 0)
    expect(await liveProposal(house.db, roomId)).toBeUndefined()
    await settleFlag(deps(0), b, { verdict: 'confirmed', reason: '原话清楚' }, wang)
    await settle(roomId, 0)
    expect((await liveProposal(house.db, roomId))?.flagIds.toSorted()).toEqual([a, b, c].toSorted())
    expect(await verdictLog(house.db, b)).toHaveLength(1)
  })

  test('where nobody else is, the draw is noted and nothing waits', async () => {
    const room = await aRoom(house.db, '孤岛', { region: 'elsewhere', now: now() })
    const recording = await aRecording(house.db, room.id, new Date(at - 24 * hour))
    const flagId = await aFlag(house.db, recording, {}, now())
    await judge(flagId, 'confirmed', { ...zhang, region: 'elsewhere' })
    expect(await getFlag(house.db, flagId)).toMatchObject({ state: 'confirmed' })
    expect(await looksOf(house.db, flagId)).toMatchObject([
      { sealed: false, second: null, settledAtMs: at },
    ])
  })

  test('the audit chain holds all of it', async () => {
    expect(await firstBrokenLine(house.db)).toBeNull()
  })
})

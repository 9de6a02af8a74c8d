import { afterAll, beforeAll, expect, test } from 'vitest'
import { adjudicationsOf, spendCall, spentOn } from '#shared/db/adjudications.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { startFakeLlm } from '#shared/testing/fake-llm.ts'
import { adjudicateStage } from './stage.ts'
import { adviserAt, aTalk, rulebook, runOnce } from './testing.ts'

const answer = () => '{"opinion":"unlikely","reason":"只是转述。","quotedTime":""}'

onBothDatabases('the daily budget', (open) => {
  let house: OpenDb
  let n = 0
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())
  const aFlagId = async () => (await aTalk(house, `额度${n++}`, ['全网最低价'])).flagId

  test('is counted in rows by the day in Shanghai, and the next day begins anew', async () => {
    await using server = await startFakeLlm({ answer })
    const flags = [await aFlagId(), await aFlagId(), await aFlagId()]
    const evening = new Date('2026-03-12T23:59:00+08:00')
    // A new adviser each time: nothing is remembered but the rows.
    const ask = (i: number, at: Date) =>
      runOnce(house, { flagId: flags[i] ?? '' }, adviserAt(server.url, { dailyCalls: 2 }), at)
    for (const i of [0, 1, 2]) expect(await ask(i, evening)).toBe('done')
    expect(server.requests).toHaveLength(2)
    const spent = await spentOn(house.db, '2026-03-12')
    expect(spent.calls).toBe(2)
    expect(spent.tokens).toBeGreaterThan(2 * answer().length)
    const deps = { db: house.db, adviser: adviserAt(server.url, { dailyCalls: 2 }), rulebook }
    expect(await adjudicateStage.pending({ ...deps, now: () => evening }, 100)).toEqual([])
    const morning = new Date('2026-03-13T00:01:00+08:00')
    const flag = { flagId: flags[2] }
    expect(await adjudicateStage.pending({ ...deps, now: () => morning }, 100)).toContainEqual(flag)
    await ask(2, morning)
    expect(server.requests).toHaveLength(3)
    expect((await spentOn(house.db, '2026-03-13')).calls).toBe(1)
  })

  test('used up, the flag says so and stays askable', async () => {
    await using server = await startFakeLlm({ answer })
    const { flagId, recording } = await aTalk(house, '没有额度', ['全网最低价'])
    await runOnce(house, { flagId }, adviserAt(server.url, { dailyCalls: 0 }))
    expect(server.requests).toHaveLength(0)
    expect(await adjudicationsOf(house.db, recording.id)).toMatchObject([
      { failure: '当日模型调用额度已用完。', settled: false, parsed: null },
    ])
  })

  test('many at once never take more than there is', async () => {
    const took = await Promise.all(
      Array.from({ length: 20 }, () => spendCall(house.db, '2026-05-01', 7)),
    )
    expect(took.filter(Boolean)).toHaveLength(7)
  })

  test('reading talk leaves half of it to the flags; a call not taken is given back', async () => {
    await using server = await startFakeLlm({ answer, fault: () => ({ status: 429 }) })
    const at = new Date('2026-06-01T12:00:00+08:00')
    const { recording, flagId } = await aTalk(house, '一半', ['全网最低价'])
    for (const _ of [1, 2]) await spendCall(house.db, '2026-06-01', 100)
    const adviser = adviserAt(server.url, { dailyCalls: 4 })
    await runOnce(house, { recordingId: recording.id, fromMs: 0 }, adviser, at)
    expect(server.requests).toHaveLength(0)
    expect(await runOnce(house, { flagId }, adviser, at)).toBe('later')
    expect(server.requests).toHaveLength(1)
    expect((await spentOn(house.db, '2026-06-01')).calls).toBe(2)
  })
})

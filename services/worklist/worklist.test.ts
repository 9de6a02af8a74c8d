import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstBrokenLine, listAudit } from '#shared/db/audit.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { getFlag, setFlagState, setLease } from '#shared/db/flags.ts'
import { takeOver } from '#shared/db/membership.ts'
import { flags, rooms } from '#shared/db/schema/index.ts'
import { addUser } from '#shared/db/users.ts'
import { verdictLog } from '#shared/db/verdicts.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { Role } from '#shared/domain/role.ts'
import { effectiveVerdict } from '#shared/domain/verdict.ts'
import { samplesOf } from '#shared/domain/worklist.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { judgeBatch, undoBatch } from './batch.ts'
import type { BatchDeps } from './deps.ts'
import { worklistOf } from './list.ts'
import { moveFlag, unmoveFlag } from './move.ts'
import { shippedWorklist } from './testing.ts'

const jia: Actor = { name: '甲', roles: ['reviewer'], region: 'zhoushan/putuo' }
const yi: Actor = { name: '乙', roles: ['reviewer', 'second_reviewer'], region: 'zhoushan/putuo' }
const other: Actor = { name: '丁', roles: ['reviewer'], region: 'zhoushan/dinghai' }
const script = '全网最低价只有今天这一场错过再等半年'
const minute = 60_000

onBothDatabases('worklist', (open) => {
  let house: OpenDb
  let deps: BatchDeps
  let at = Date.parse('2026-03-12T08:00:00+08:00')
  let copies: string[]
  let alone: string
  let far: string

  const flagIn = async (name: string, phrase: string, region = 'zhoushan/putuo') => {
    const now = new Date(at)
    const room = await aRoom(house.db, name, { region, now })
    const recording = await aRecording(house.db, room.id, new Date(at - 86_400_000))
    return aFlag(house.db, recording, { phrase, quote: `家人们${phrase}` }, now)
  }
  const page = (who: Actor, query = {}) => worklistOf(deps, who, { limit: 50, offset: 0, ...query })
  const ids = async (who: Actor) => (await page(who)).rows.flatMap(({ flagIds }) => flagIds)
  const hold = (id: string, by: string) => setLease(house.db, id, { by, untilMs: at + 10 * minute })

  beforeAll(async () => {
    house = await open()
    deps = await shippedWorklist(house.db, () => new Date(at))
    copies = []
    for (const [i, phrase] of [script, script.replace('价', '架'), `${script}啊`, script].entries())
      copies.push(await flagIn(`照念${i}`, phrase))
    alone = await flagIn('独说', '吃了降血糖')
    far = await flagIn('外县', script, 'zhoushan/dinghai')
    for (const [name, roles, region] of [
      ['乙', ['reviewer'], 'zhoushan/putuo'],
      ['看客', ['leader'], 'zhoushan/putuo'],
      ['丁', ['reviewer'], 'zhoushan/dinghai'],
    ] as [string, Role[], string][])
      await addUser(house.db, {
        ...{ name, displayName: name, region, roles, operatorId: null, createdBy: '试' },
        createdAt: new Date(at),
      })
  })
  afterAll(() => house.close())

  test('copies of one script are one item of the own region, with their samples', async () => {
    const { rows, total } = await page(jia)
    expect(total).toBe(2)
    const [first] = rows
    expect(first?.flagIds.toSorted()).toEqual(copies.toSorted())
    expect(first).toMatchObject({ rooms: 4, hits: 4 })
    expect(first?.reasons).toContain('同一话术 4 条、4 个直播间')
    expect(first?.samples).toEqual(samplesOf(copies, 3))
    expect(await ids(other)).toEqual([far])
  })

  test('the minutes cut, the rest is counted', async () => {
    const cut = await page(jia, { minutes: 1.5 })
    expect(cut.rows).toHaveLength(1)
    expect(cut.below).toMatchObject({ items: 1, flags: 1, expected: null })
    expect(cut.below.sample.map(({ flag }) => flag.id)).toEqual([alone])
  })

  test('no answer tells a chance or a score', async () => {
    expect(JSON.stringify(await page(jia))).not.toMatch(/chance|score|weight|foretold/)
  })

  test('handed over it stands in the colleague’s list only, and comes back by itself', async () => {
    await moveFlag(deps, jia, alone, { kind: 'handed', to: '乙', reason: '熟悉食品' })
    expect(await ids(jia)).not.toContain(alone)
    const [mine] = (await page(yi)).rows.filter(({ flag }) => flag.id === alone)
    expect(mine?.reasons).toContain('甲 转交')
    at += 24 * 60 * minute
    expect(await ids(jia)).toContain(alone)
    const { rows } = await listAudit(house.db, { limit: 1, subject: alone })
    expect(rows).toMatchObject([{ actor: '甲', action: 'flag.judge', reason: '熟悉食品' }])
  })

  test.each(['丁', '看客', '没有这人'])('nothing is handed over to %s', async (to) => {
    await expect(moveFlag(deps, jia, alone, { kind: 'handed', to, reason: '' })).rejects.toThrow(
      '没有能看这条线索的这位复核员',
    )
  })

  test('nor, by somebody of the whole city, to a county that cannot see it', async () => {
    const city = { ...jia, region: 'zhoushan' }
    await expect(
      moveFlag(deps, city, alone, { kind: 'handed', to: '丁', reason: '' }),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(await ids(jia)).toContain(alone)
  })

  test('skipped, parked, and back', async () => {
    await moveFlag(deps, jia, alone, { kind: 'skipped', reason: '' })
    expect(await ids(jia)).not.toContain(alone)
    expect(await ids(yi)).toContain(alone)
    await moveFlag(deps, yi, alone, { kind: 'parked', days: 2, reason: '等主体答复' })
    expect(await ids(yi)).not.toContain(alone)
    expect((await page(yi)).elsewhere).toBe(1)
    await unmoveFlag(deps, jia, alone)
    expect(await ids(jia)).toContain(alone)
  })

  test('what somebody holds or another county has cannot be moved', async () => {
    await hold(alone, '乙')
    const skip = { kind: 'skipped', reason: '' } as const
    await expect(moveFlag(deps, jia, alone, skip)).rejects.toMatchObject({ code: 'conflict' })
    await expect(moveFlag(deps, jia, far, skip)).rejects.toMatchObject({ code: 'not_found' })
    await setLease(house.db, alone, null)
  })

  const batch = (flagIds: readonly string[], id = randomUUID()) => ({
    ...{ id, verdict: 'confirmed' as const, flagIds },
  })

  test('a batch asks for copies of one script in the own region with opened samples', async () => {
    await expect(judgeBatch(deps, batch([...copies, alone]), jia)).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(judgeBatch(deps, batch([...copies, far]), jia)).rejects.toMatchObject({
      code: 'not_found',
    })
    const [first = '', ...rest] = samplesOf(copies, 3)
    for (const id of rest) await hold(id, '甲')
    await expect(judgeBatch(deps, batch(copies), jia)).rejects.toThrow(first)
    await hold(first, '乙')
    await expect(judgeBatch(deps, batch(copies), jia)).rejects.toThrow(first)
    for (const id of copies) expect(await getFlag(house.db, id)).toMatchObject({ state: 'open' })
    await hold(first, '甲')
  })

  test('one verdict, a line of its own for each, the same request once, undone as one', async () => {
    const one = batch(copies)
    expect((await judgeBatch(deps, one, jia)).roomIds).toHaveLength(4)
    await judgeBatch(deps, one, jia)
    for (const id of copies) {
      const log = await verdictLog(house.db, id)
      expect(log).toMatchObject([{ verdict: 'confirmed', by: '甲', batch: one.id }])
      expect(effectiveVerdict(log, at + 29 * minute)).toBeNull()
      expect(effectiveVerdict(log, at + 30 * minute)).not.toBeNull()
    }
    expect(await ids(jia)).toEqual([alone])
    await expect(undoBatch(deps, one.id, other)).rejects.toMatchObject({ code: 'not_found' })
    await expect(undoBatch(deps, one.id, yi)).rejects.toMatchObject({ code: 'conflict' })
    at += 29 * minute
    expect((await undoBatch(deps, one.id, jia)).flagIds).toHaveLength(4)
    for (const id of copies) expect(await getFlag(house.db, id)).toMatchObject({ state: 'open' })
    await expect(undoBatch(deps, one.id, jia)).rejects.toMatchObject({ code: 'conflict' })
    expect(await firstBrokenLine(house.db)).toBeNull()
  })

  test('from page to page it is what it would be read afresh, whatever happened to the rows', async () => {
    const afresh = () =>
      worklistOf({ ...deps, db: Object.create(house.db) }, jia, { limit: 50, offset: 0 })
    const same = async () => {
      const kept = await page(jia)
      expect(kept).toEqual(await afresh())
      return kept.rows.flatMap(({ flagIds, reasons }) => [...flagIds, ...reasons])
    }
    const flag = (id: string) => eq(flags.id, id)
    const first = await same()
    const late = await flagIn('后来', `${script}了`)
    expect(await same()).toEqual(expect.arrayContaining([late]))
    await house.db
      .update(flags)
      .set({ quote: '我家不是这个意思', phrase: '别的' })
      .where(flag(late))
    expect(await same()).toContain(late)
    await setFlagState(house.db, alone, 'dismissed')
    expect(await same()).not.toContain(alone)
    await setFlagState(house.db, alone, 'open')
    const { roomId = '' } = (await getFlag(house.db, alone)) ?? {}
    await house.db.update(rooms).set({ region: 'zhoushan/dinghai' }).where(eq(rooms.id, roomId))
    expect(await same()).not.toContain(alone)
    await house.db.update(rooms).set({ region: 'zhoushan/putuo' }).where(eq(rooms.id, roomId))
    await takeOver(house.db, roomId, 'rectifying', new Date(at))
    expect(await same()).toContain('直播间整改中')
    await house.db.delete(flags).where(flag(late))
    expect(await same()).not.toContain(late)
    expect(first).toContain(alone)
  })
})

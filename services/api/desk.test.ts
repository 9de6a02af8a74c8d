import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { updateRecording } from '#shared/db/recordings.ts'
import { flags, notices, users } from '#shared/db/schema/index.ts'
import type { Role } from '#shared/domain/role.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { ActorEnv } from './actor.ts'
import { deskRoutes } from './desk.ts'

const now = new Date('2026-03-12T09:00:00+08:00')
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)
const registry = [
  {
    ...{ version: '试', effectiveFrom: '2026-01-01', note: '试' },
    ...{ lookupStaleDays: 30, expiryWarnDays: 30, realNameEveryDays: 180 },
  },
]

onBothDatabases('/api/desk', (open) => {
  let house: OpenDb
  beforeAll(async () => {
    house = await open()
    const { db } = house
    const room = await aRoom(db, '东海渔嫂', { now })
    const recording = await aRecording(db, room.id, hours(-14))
    await aFlag(db, recording)
    await db.update(flags).set({ state: 'confirmed' })
    const failed = await aRecording(db, room.id, hours(-40))
    await updateRecording(db, failed.id, { failedStage: 'transcribe', failure: '试' })
    const notice = {
      ...{ roomId: room.id, demand: '试', clock: 'rectify', draftedBy: '甲', draftedAt: now },
      items: [],
    }
    await db.insert(notices).values([
      { ...notice, state: 'served', dueAt: hours(200) },
      // What counts of an answered one is when the answer is to be checked by.
      { ...notice, state: 'answered', dueAt: hours(-100), recheckDueAt: hours(24) },
      { ...notice, state: 'draft' },
      { ...notice, state: 'accepted', dueAt: hours(-300) },
    ])
  })
  afterAll(() => house.close())

  const ask = async (path: string, roles: Role[], region = 'zhoushan/putuo') => {
    const api = new Hono<ActorEnv>()
      .use(async (c, next) => {
        c.set('actor', { name: '甲', region, roles })
        await next()
      })
      .route('/desk', deskRoutes({ db: house.db, now: () => now, registry }))
    return (await api.request(`/desk${path}`)).json()
  }

  test('what waits stands by its deadline, without one last, and only for who may move it', async () => {
    const { cases, counts } = await ask('', ['case_officer'])
    expect(cases.map(({ detail }: { detail: string }) => detail)).toEqual([
      ...['answered', 'served', 'draft'],
    ])
    expect(counts).toEqual({ soon: 1, toApprove: 0, trouble: 1 })
    const reader = await ask('', ['leader'])
    expect(reader).toMatchObject({ cases: [], tasks: [] })
  })

  test('a room that was never checked is a task of the registry, told by kind', async () => {
    const { tasks } = await ask('', ['reviewer'])
    expect(tasks).toMatchObject([{ kind: 'real-name-missing', n: 1 }])
  })

  test('two weeks by the day words were said, days without any included', async () => {
    const { rows } = await ask('/days', ['leader'])
    expect(rows).toHaveLength(14)
    expect(rows.at(-2)).toEqual({ day: '2026-03-11', found: 1, open: 0, confirmed: 1 })
    expect(rows[0]).toEqual({ day: '2026-02-27', found: 0, open: 0, confirmed: 0 })
  })

  test('the checklist is ticked off by rows of one’s own region', async () => {
    const none = { user: false, room: false, rule: false, recording: false, report: false }
    expect(await ask('/setup', ['leader'], 'zhoushan/dinghai')).toEqual(none)
    const person = { name: '乙', displayName: '乙', roles: [], region: 'zhoushan/putuo' }
    await house.db.insert(users).values({ ...person, createdBy: '甲', createdAt: now })
    expect(await ask('/setup', ['leader'])).toEqual({ ...none, user: true, room: true })
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { auditEvents, flagOpenings } from '#shared/db/schema/index.ts'
import { silentLog } from '#shared/log.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { type House, openHouse } from '../house.ts'
import { apiOf } from '../serve.ts'
import { aPerson } from './testing/county.ts'

let at = Date.parse('2026-03-12T08:00:00+08:00')
let dir: string
let house: House
let api: ReturnType<typeof apiOf>
let roomId: string
let [first, second, foreign] = ['', '', '']

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-exposure-'))
  const config = loadConfig({ DATABASE_URL: newLiteUrl(), DATA_DIR: dir })
  house = await openHouse(config, { log: silentLog, now: () => new Date(at) })
  const policies = house.deps.policies.map((one) => ({ ...one, secondLookHours: 0 }))
  Object.assign(house.deps, { policies })
  api = apiOf(house, silentLog)
  roomId = (await aRoom(house.deps.db, '东海渔嫂')).id
  const roles = ['reviewer' as const, 'second_reviewer' as const]
  first = await aPerson(house, { name: '甲', region: 'zhoushan', roles })
  second = await aPerson(house, { name: '乙', region: 'zhoushan', roles })
  foreign = await aPerson(house, { name: '丙', region: 'zhoushan/dinghai', roles })
}, 120_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

async function post(token: string, path: string, body: unknown = {}) {
  const answer = await api.request(`http://localhost/api/flags/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
}

let said = 0
async function lead(severity: 3 | 4 | 5, phrase = '全网最低价'): Promise<string> {
  said++
  const startedAt = new Date(at - said * 2 * 86_400_000)
  const recording = await aRecording(house.deps.db, roomId, startedAt)
  return aFlag(house.deps.db, recording, { severity, phrase }, new Date(at))
}

const confirm = (token: string, id: string, more: object = {}) =>
  post(token, `${id}/verdict`, { verdict: 'confirmed', ...more })

test('成立 of a grave lead is taken only from who has had it open for the policy’s time', async () => {
  const id = await lead(5)
  const unopened = await confirm(first, id)
  expect(unopened.status).toBe(409)
  expect(unopened.json.message).toMatch(/须打开它的片段或转写,看满 3 秒/)
  expect((await post(first, `${id}/open`)).json).toEqual({ waitMs: 3000 })
  at += 2000
  expect((await confirm(first, id)).status).toBe(409)
  expect((await post(first, `${id}/open`)).json).toEqual({ waitMs: 1000 })
  at += 1000
  expect((await confirm(second, id)).status).toBe(409)
  const line = { id: crypto.randomUUID() }
  expect((await confirm(first, id, line)).status).toBe(200)
  expect((await confirm(first, id, line)).status).toBe(200)
})

/** The house's mark that it handed a lead to somebody. */
async function handed(token: string, id: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await api.request(`http://localhost/api/flags/${id}`, { headers })
  return ((await answer.json()) as { exposure: { handed: string } }).exposure.handed
}

test('an opening and a verdict that waited for the network stand, told once or twice', async () => {
  const id = await lead(5)
  const mark = await handed(first, id)
  at += 60_000
  const said = { agoMs: 30_000, handed: mark }
  for (const waitMs of [0, 0])
    expect((await post(first, `${id}/open`, { said })).json).toEqual({ waitMs })
  const rows = await house.deps.db.select().from(flagOpenings).where(eq(flagOpenings.flagId, id))
  expect(rows).toMatchObject([{ by: '甲', at: new Date(at), saidAt: new Date(at - 30_000) }])
  // Given one second after the lead was opened, however late it comes.
  expect((await confirm(first, id, { agoMs: 29_000 })).status).toBe(409)
  const line = { id: crypto.randomUUID(), agoMs: 27_000 }
  for (const _ of [1, 2]) expect((await confirm(first, id, line)).status).toBe(200)
})

test('a time before the lead was handed out, ahead of now, or under another’s mark counts for nothing', async () => {
  const [id, other] = [await lead(5), await lead(5)]
  const mark = await handed(first, id)
  at += 10_000
  const open = async (agoMs: number, by: string) =>
    (await post(first, `${id}/open`, { said: { agoMs, handed: by } })).status
  expect(await open(10_001, mark)).toBe(409)
  expect(await open(-5_000, mark)).toBe(400)
  expect(await open(5_000, await handed(second, id))).toBe(409)
  expect(await open(5_000, await handed(first, other))).toBe(409)
  expect(await open(20_000, mark.replace(/^\d+/, String(at - 60_000)))).toBe(409)
  expect(await open(5_000, '')).toBe(409)
  expect((await confirm(first, id)).status).toBe(409)
  const { status } = await post(foreign, `${id}/open`, { said: { agoMs: 5_000, handed: mark } })
  expect(status).toBe(404)
  expect(await open(10_000, mark)).toBe(200)
  expect((await confirm(first, id)).status).toBe(200)
})

test('a lesser lead, and every other verdict, asks for nothing', async () => {
  const lesser = await lead(3)
  expect((await post(first, `${lesser}/open`)).json).toEqual({ waitMs: 0 })
  expect((await confirm(first, lesser)).status).toBe(200)
  for (const verdict of ['dismissed', 'doubtful', 'invalid'])
    expect((await post(first, `${await lead(5)}/verdict`, { verdict })).status).toBe(200)
})

test('a correction to 成立 asks as much of whoever makes it', async () => {
  const id = await lead(4)
  await post(first, `${id}/verdict`, { verdict: 'dismissed' })
  const corrected = { reason: '画面可见' }
  expect((await confirm(second, id, corrected)).status).toBe(409)
  await post(second, `${id}/open`)
  at += 3000
  expect((await confirm(second, id, corrected)).status).toBe(200)
})

test('another county’s lead can be neither opened nor looked up', async () => {
  const id = await lead(5)
  for (const path of ['open', 'history', 'verdict'])
    expect((await post(foreign, `${id}/${path}`, { verdict: 'confirmed' })).status, path).toBe(404)
})

test('what was decided before on the room and on the words is told on demand, and logged', async () => {
  const earlier = await lead(3, '史上最低')
  at += 1000
  await post(second, `${earlier}/verdict`, { verdict: 'dismissed', reason: '引用他人' })
  const id = await lead(3, '史上最低')
  const { status, json } = await post(first, `${id}/history`)
  expect(status).toBe(200)
  const line = { flagId: earlier, verdict: 'dismissed', by: '乙', reason: '引用他人' }
  expect(json.phrase).toMatchObject([line])
  expect(json.room).toHaveLength(5)
  expect((json.room as unknown[])[0]).toMatchObject(line)
  const asked = await house.deps.db.select().from(auditEvents).where(eq(auditEvents.subject, id))
  expect(asked).toMatchObject([{ actor: '甲', action: 'flag.history' }])
})

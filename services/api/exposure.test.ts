import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { auditEvents } from '#shared/db/schema/index.ts'
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

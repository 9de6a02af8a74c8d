import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import readSheets from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { silentLog } from '#shared/log.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording } from '#shared/testing/factories.ts'
import { type House, openHouse } from '../house.ts'
import { judgeFlag } from '../pool/judge.ts'
import { apiOf } from '../serve.ts'
import { type DeclaredRoute, declaredRoutes } from './may.ts'
import { queries } from './testing/cases.ts'
import { aCounty, aPerson } from './testing/county.ts'
import { type CountyIds, fill, keyOf } from './testing/walk.ts'

const secret = '甲以为此话属实'
const region = 'zhoushan/dinghai'
let at = Date.parse('2026-03-12T08:00:00+08:00')
let dir: string
let house: House
let api: ReturnType<typeof apiOf>
let routes: DeclaredRoute[]
let county: CountyIds
let [first, second] = ['', '']

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-look-'))
  const config = loadConfig({ DATABASE_URL: await newPostgresUrl(), DATA_DIR: dir })
  house = await openHouse(config, { log: silentLog, now: () => new Date(at) })
  // Every decision is drawn, and after a fortnight every decision brings a known lead.
  const all = { secondLookShare: 1, known: { share: 1, afterDays: 14 } }
  Object.assign(house.deps, { policies: house.deps.policies.map((one) => ({ ...one, ...all })) })
  api = apiOf(house, silentLog)
  routes = declaredRoutes({ routes: api.routes.filter(({ path }) => path.startsWith('/api/')) })
  county = await aCounty(house, { region, division: '330902', mark: '定海' })
  first = await aPerson(house, { name: '甲', region, roles: ['reviewer'] })
  second = await aPerson(house, {
    ...{ name: '乙', region },
    roles: ['reviewer', 'second_reviewer', 'case_officer', 'approver', 'leader', 'rule_manager'],
  })
}, 120_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

async function ask(token: string, path: string, body?: unknown) {
  const answer = await api.request(`http://localhost${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const isSheet = answer.headers.get('content-type')?.includes('spreadsheetml')
  const text = isSheet
    ? JSON.stringify(await readSheets(Buffer.from(await answer.arrayBuffer())))
    : await answer.text()
  return { status: answer.status, text }
}

/** Every answer that reading gives this person, on lists, reports and rows of the county. */
async function everything(token: string) {
  const answers = new Map<string, string>()
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const path = fill(route, county)
    if (path === undefined) continue
    const { status, text } = await ask(token, `${path}${queries[keyOf(route)]?.own ?? ''}`)
    expect(status, `${keyOf(route)} ${text}`).not.toBe(500)
    answers.set(keyOf(route), text)
  }
  return answers
}

const flagPath = () => `/api/flags/${county.flags?.id}`
const viewOf = async (token: string) => JSON.parse((await ask(token, flagPath())).text)

test('the first decision changes no answer the second reader can get, but that a look is asked', async () => {
  // Once before, for the first look at a day's report makes it.
  await everything(second)
  const before = await everything(second)
  const body = { verdict: 'confirmed', reason: secret }
  expect((await ask(first, `${flagPath()}/verdict`, body)).status).toBe(200)
  const after = await everything(second)
  expect(after.size).toBeGreaterThan(60)
  for (const [route, answer] of after) expect(answer, route).not.toContain(secret)
  const changed = [...after].flatMap(([route, text]) => (before.get(route) === text ? [] : [route]))
  expect(changed).toEqual(['GET /flags/:id', 'GET /worklist'])

  const [was, is] = ['GET /flags/:id', 'GET /flags/:id'].map((key, i) =>
    JSON.parse((i === 0 ? before : after).get(key) ?? ''),
  )
  expect(is).toEqual({ ...was, secondLook: { part: 'second' } })
  const item = JSON.parse(after.get('GET /worklist') ?? '').rows[0]
  expect(item).toMatchObject({ look: 'second', reasons: expect.arrayContaining(['抽检']) })
})

test('the first sees their own, and nothing of the second until both agree', async () => {
  expect(await viewOf(first)).toMatchObject({
    state: 'confirmed',
    log: [{ by: '甲' }],
    secondLook: { part: 'first' },
  })
  expect(JSON.parse((await ask(first, '/api/worklist')).text).rows).toEqual([])
  await ask(second, `${flagPath()}/verdict`, { verdict: 'confirmed' })
  for (const token of [first, second])
    expect(await viewOf(token)).toMatchObject({
      state: 'confirmed',
      log: [{ by: '甲', reason: secret }],
      secondLook: { part: 'settled', agreed: true },
    })
})

test('a known lead of long ago is open to its reader alone, in every answer', async () => {
  at += 20 * 86_400_000
  // Any decision of theirs draws one: here one on a lead that came in since.
  const { db } = house.deps
  const startedAt = new Date(at - 86_400_000)
  const recording = await aRecording(db, county.rooms?.id ?? '', startedAt, '/later.mp4')
  const later = await aFlag(db, recording, {}, new Date(at))
  const third = await aPerson(house, { name: '丙', region, roles: ['reviewer'] })
  await ask(third, `/api/flags/${later}/verdict`, { verdict: 'dismissed' })
  expect(await viewOf(third)).toMatchObject({
    state: 'open',
    log: [],
    secondLook: { part: 'second' },
  })
  expect(await viewOf(second)).toMatchObject({ state: 'confirmed', log: [{ by: '甲' }] })
  for (const [route, answer] of await everything(third)) expect(answer, route).not.toContain(secret)
  await ask(third, `${flagPath()}/verdict`, { verdict: 'dismissed', reason: '另看' })
  expect(await viewOf(third)).toMatchObject({
    ...{ state: 'confirmed', log: [{ verdict: 'confirmed' }] },
    secondLook: { part: 'settled', agreed: false },
  })
})

test('agreement: one’s own to oneself, the office’s to those who look after it', async () => {
  const of = async (token: string) =>
    JSON.parse((await ask(token, '/api/second-looks/agreement')).text)
  const counted = (looked: number, agreed: number) => expect.objectContaining({ looked, agreed })
  expect(await of(first)).toMatchObject({ mine: { blind: counted(0, 0) }, office: null })
  expect(await of(second)).toMatchObject({
    mine: { blind: counted(1, 1), known: counted(0, 0) },
    office: { blind: counted(1, 1), known: counted(1, 0) },
  })
})

test('somebody of another county is asked nothing', async () => {
  const { id = '' } = county.flags ?? {}
  const elsewhere = { name: '外', roles: ['reviewer'] as const, region: 'zhoushan/putuo' }
  await expect(
    judgeFlag(house.deps, id, { verdict: 'confirmed' }, elsewhere),
  ).rejects.toMatchObject({ code: 'not_found' })
})

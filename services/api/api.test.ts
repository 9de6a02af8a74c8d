import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBlobs } from '#shared/blob/store.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { saveClip } from '#shared/db/clips.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { silentLog } from '#shared/log.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { loadCasePolicies } from '../case-policies.ts'
import { openShelf } from '../detect/shelf.ts'
import { openRegistry } from '../registry/open.ts'
import { shippedRules } from '../report/testing.ts'
import { createApi } from './app.ts'
import { parseRange } from './send-file.ts'
import { anAccess, noSignIn, noSystem } from './testing/access.ts'

const token = 'a-token-of-length-20'
const startedAt = new Date('2026-03-11T19:00:00+08:00')
let dir: string
let house: OpenDb
let open: ReturnType<typeof createApi>
let locked: ReturnType<typeof createApi>
let dinghai: ReturnType<typeof createApi>
let flagId: string
let roomId: string
let clipId: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-api-'))
  house = await openDb(newLiteUrl())
  const { db } = house
  const blobs = await openBlobs(dir)
  const { versions } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
  const reporting = await shippedRules()
  const shelf = await openShelf(db, smallLexicon(), new Date())
  const registry = { ...(await openRegistry(Buffer.alloc(32))), ...(await loadCasePolicies()) }
  const api = (token: string, region: string) =>
    createApi({
      db,
      blobs,
      policies: versions,
      now: () => new Date('2026-03-12T08:00:00+08:00'),
      rulebook: { categories: [], laws: [] },
      names: { category: (id) => id, region: (path) => path },
      ...registry,
      access: { ...anAccess, token, region },
      auth: noSignIn,
      system: noSystem,
      queueAlive: async () => {},
      tokenizer: (text) => [text],
      shelf,
      termHealth: [],
      worklist: [],
      reporting,
      links: [],
      roomChanged: async () => {},
      log: silentLog,
    })
  open = api('', 'zhoushan')
  locked = api(token, 'zhoushan')
  dinghai = api('', 'zhoushan/dinghai')
  roomId = (await aRoom(db, '<script>alert(1)</script>')).id
  const recording = await aRecording(db, roomId, startedAt)
  flagId = await aFlag(db, recording, {}, new Date('2026-03-11T20:30:00+08:00'))
  const file = join(dir, 'preview.mp4')
  await writeFile(file, '0123456789')
  const { sha256, bytes } = await blobs.put('clips/x/preview.mp4', file)
  const key = 'clips/x/preview.mp4'
  await saveClip(db, {
    flagId,
    fromMs: 0,
    toMs: 1,
    markStartMs: 0,
    markEndMs: 1,
    files: [{ role: 'preview', key, mime: 'video/mp4', bytes, sha256 }],
    tools: 'test',
    createdAt: startedAt,
  })
  const view = (await (await open.request(`/api/flags/${flagId}`)).json()) as {
    clip: { id: string }
  }
  clipId = view.clip.id
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

const post = (app: Hono, path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

test('a foreign page signs nobody in or out: what a form can send is refused by its origin', async () => {
  const forms = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']
  for (const path of ['sign-in', 'sign-out', 'password', 'code', 'token', 'demo'])
    for (const type of forms) {
      const headers = {
        'content-type': type,
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      }
      const answer = await post(locked, `http://localhost/api/auth/${path}`, { token }, headers)
      expect(answer.status, `${path} ${type}`).toBe(403)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  const own = { origin: 'http://localhost' }
  const answer = await post(locked, 'http://localhost/api/auth/token', { token }, own)
  expect(answer.headers.getSetCookie().join()).toMatch(/^lvbo_token=.*HttpOnly.*SameSite=Strict/)
})

test('without the token nothing is answered but health; with it everything', async () => {
  for (const path of ['/api/flags', '/api/rooms', `/api/flags/${flagId}`, `/api/clips/${clipId}/0`])
    expect((await locked.request(path)).status, path).toBe(403)
  expect((await locked.request('/healthz')).status).toBe(200)
  const headers = { authorization: `Bearer ${token}` }
  expect((await locked.request('/api/flags', { headers })).status).toBe(200)
  expect(
    (await locked.request('/api/flags', { headers: { authorization: 'Bearer no' } })).status,
  ).toBe(403)
})

test('without a token a rebound host name is refused', async () => {
  expect((await open.request('http://evil.example/api/flags')).status).toBe(403)
})

test('a person of another county sees nothing, not even that it is there', async () => {
  for (const path of [`/api/flags/${flagId}`, `/api/rooms/${roomId}`, `/api/clips/${clipId}/0`])
    expect((await dinghai.request(path)).status, path).toBe(404)
  const list = (await (await dinghai.request('/api/flags')).json()) as { total: number }
  expect(list.total).toBe(0)
  expect(
    (await post(dinghai, `/api/flags/${flagId}/verdict`, { verdict: 'confirmed' })).status,
  ).toBe(404)
  expect((await dinghai.request('/api/reports/2026-03-11?region=zhoushan')).status).toBe(403)
})

test.each([
  ['/api/flags?limit=0', 400],
  ['/api/flags?state=guilty', 400],
  ['/api/flags/not-an-id', 400],
  [`/api/clips/00000000-0000-4000-8000-000000000000/0`, 404],
  ['/api/reports/2026-13-01', 400],
])('%s is answered %i', async (path, status) => {
  expect((await open.request(path)).status).toBe(status)
})

test('a verdict is one line however often it is sent; a stale one is a conflict', async () => {
  const id = crypto.randomUUID()
  const first = await post(
    open,
    `/api/flags/${flagId}/verdict`,
    { id, verdict: 'confirmed', seen: null },
    { 'x-lvbo-actor': encodeURIComponent('张三') },
  )
  expect(first.status).toBe(200)
  expect(await first.json()).toMatchObject({ id, by: '张三', verdict: 'confirmed' })
  expect(
    (await post(open, `/api/flags/${flagId}/verdict`, { id, verdict: 'confirmed' })).status,
  ).toBe(200)
  const stale = await post(open, `/api/flags/${flagId}/verdict`, {
    verdict: 'dismissed',
    seen: null,
  })
  expect(stale.status).toBe(409)
  expect(await stale.json()).toMatchObject({ code: 'conflict' })
  expect((await post(open, `/api/flags/${flagId}/verdict`, { verdict: 'guilty' })).status).toBe(400)
})

test('a clip can be sought in', async () => {
  const whole = await open.request(`/api/clips/${clipId}/0`)
  expect([whole.status, await whole.text()]).toEqual([200, '0123456789'])
  const part = await open.request(`/api/clips/${clipId}/0`, { headers: { range: 'bytes=2-4' } })
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
    206,
    'bytes 2-4/10',
    '234',
  ])
  const beyond = await open.request(`/api/clips/${clipId}/0`, { headers: { range: 'bytes=10-' } })
  expect(beyond.status).toBe(416)
})

test('hostile names are text in the list behind a number', async () => {
  const page = await (await open.request('/api/reports/2026-03-11/figures/flags.all/page')).text()
  expect(page).toContain('&lt;script&gt;alert(1)')
  expect(page).not.toContain('<script>alert(1)')
})

test('the list behind a number says the number beside how many rows there are', async () => {
  const at = (id: string) => open.request(`/api/reports/2026-03-11/figures/${id}/page`)
  const read = async (id: string) =>
    /(\d+) (.);名单第 1 至 \d+ 行,共 (\d+) 行/.exec(await (await at(id)).text())?.slice(1)
  const [rooms, unit, rows] = (await read('flags.rooms')) ?? []
  expect([rooms, unit]).toEqual(['1', '个'])
  expect(await read('flags.all')).toEqual([rows, '条', rows])
})

test('the list behind a rate names what it is divided by and leads there', async () => {
  const figures = '/api/reports/2026-03-11/figures'
  const asked = `${figures}/flags.confirmed/page?over=air.scanned&period=day`
  const page = await (await open.request(asked)).text()
  const [, href = ''] = /<a href="([^"]+)">分母:已比对 [\d.]+ 小时<\/a>/.exec(page) ?? []
  const under = new URL(href.replaceAll('&amp;', '&'), `http://localhost${asked}`)
  expect(under.pathname).toBe(`${figures}/air.scanned/page`)
  expect((await open.request(`${under.pathname}${under.search}`)).status).toBe(200)
  expect((await open.request(`${figures}/flags.confirmed/rows?over=nothing`)).status).toBe(404)
})

test('every answer carries the security headers', async () => {
  const { headers } = await open.request('/healthz')
  expect(headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  [undefined, null],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=3-99', { start: 3, end: 9 }],
  ['bytes=9-3', 'unsatisfiable'],
  ['bytes=1-2,4-5', null],
  ['lines=1-2', null],
])('range %s', (header, range) => {
  expect(parseRange(header, 10)).toEqual(range)
})

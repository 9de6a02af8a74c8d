import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { silentLog } from '#shared/log.ts'
import { poolJob } from '#shared/queue/jobs.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { type Service, startRedis } from '#shared/testing/services.ts'
import { aPerson } from './api/testing/county.ts'
import { type House, openHouse } from './house.ts'
import { type Server, serveHouse } from './serve.ts'

let dir: string
let redis: Service
let house: House
let server: Server

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-board-'))
  redis = await startRedis()
  const config = loadConfig({
    ...{ DATABASE_URL: newLiteUrl(), QUEUE_URL: redis.url, DATA_DIR: dir, PORT: '0' },
  })
  house = await openHouse(config, { log: silentLog })
  server = await serveHouse(house, silentLog)
})
afterAll(async () => {
  await server?.close()
  await house?.close()
  await redis?.stop()
  await rm(dir, { recursive: true, force: true })
})

test('the system administrator looks at the jobs in Redis, nobody else does, and nobody changes them there', async () => {
  const region = 'zhoushan'
  const admin = await aPerson(house, { name: '系统', region, roles: ['system_admin'] })
  const reviewer = await aPerson(house, { name: '初审', region, roles: ['reviewer'] })
  const county = await aPerson(house, {
    ...{ name: '县系统', region: 'zhoushan/putuo', roles: ['system_admin'] },
  })
  const ask = (path: string, token: string, method = 'GET') =>
    fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, origin: server.url },
    })
  await house.queue.add(poolJob, { roomId: '00000000-0000-4000-8000-000000000000' })
  for (const path of ['/board', '/board/', '/board/queue/pool', '/board/api/queues'])
    for (const other of [reviewer, county, 'lvbo_made-up'])
      expect((await ask(path, other)).status, path).toBe(403)

  const page = await ask('/board', admin)
  expect(page.status).toBe(200)
  const html = await page.text()
  expect(html).toContain('<base href="/board/"')
  expect(html).not.toMatch(/(?:src|href)="https?:/)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("base-uri 'self'")
  expect(policy).toContain("default-src 'self'")
  const [script = ''] = /static\/js\/main[^"]+/.exec(html) ?? []
  expect((await ask(`/board/${script}`, admin)).status).toBe(200)
  const { queues } = await (await ask('/board/api/queues', admin)).json()
  const pool = queues.find(({ name }: { name: string }) => name === 'pool')
  expect(pool.counts.waiting).toBe(1)
  expect((await ask('/board/api/queues/pool/pause', admin, 'PUT')).status).toBeGreaterThan(400)

  const works = await (await ask('/api/system/works', admin)).json()
  expect(works.board).toBe('/board')
  const row = works.stages.find(({ stage }: { stage: string }) => stage === 'pool')
  expect(row).toMatchObject({ waiting: 1, running: 0 })
})

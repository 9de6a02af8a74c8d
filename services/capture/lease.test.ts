import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { asc } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256File } from '#shared/blob/hash.ts'
import { claimCapture, keepCapture, wantCapture } from '#shared/db/captures.ts'
import { type Db, openDb } from '#shared/db/client.ts'
import { captures, recordings } from '#shared/db/schema/index.ts'
import type { CapturePolicy } from '#shared/domain/capture.ts'
import { newPostgresUrl, onBothDatabases } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { type LiveShow, liveShow } from '#shared/testing/live.ts'

const address = 'https://example.com/live.m3u8'

onBothDatabases('leases', (open) => {
  let db: Db
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ db, close } = await open())
  }, 120_000)
  afterAll(() => close())

  test('of workers at once one captures a room; a lease that ran out is taken over', async () => {
    const now = new Date()
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    const room = await aRoom(db, '抢占直播间')
    const { id } = await wantCapture(
      db,
      { roomId: room.id, address, danmakuPath: null },
      '测试',
      now,
    )
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd'].map((worker) => claimCapture(db, worker, 30_000, now)),
    )
    const won = claims.flatMap((claim) => claim?.leaseBy ?? [])
    expect(won).toHaveLength(1)
    const winner = won[0] ?? ''
    expect(await keepCapture(db, id, winner, later(40))).toBe(true)
    expect(await keepCapture(db, id, 'other', now)).toBe(false)
    expect(await claimCapture(db, 'e', 30_000, later(39))).toBeUndefined()
    expect(await claimCapture(db, 'e', 30_000, later(41))).toMatchObject({ id })
    expect(await keepCapture(db, id, winner, now)).toBe(false)
  })
})

const policy: CapturePolicy = {
  ...{ version: 'test', effectiveFrom: '2020-01-01', note: '测试' },
  ...{ segmentSeconds: 2, streamsPerWorker: 4, leaseSeconds: 5, stallSeconds: 4 },
  retry: { firstSeconds: 0.3, longestSeconds: 1 },
  maxSegmentMegabytes: 4,
  allow: ['127.0.0.0/8'],
}

let dir: string
let show: LiveShow
const workers: ChildProcess[] = []
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-lease-'))
  show = await liveShow({ dir, seconds: 240, sound: new Int16Array(0) })
})
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await show.close()
  await rm(dir, { recursive: true, force: true })
})

test('of two processes the second goes on when the first one freezes, no sooner than its lease ends; what the first wakes up with is not filed', async () => {
  const url = await newPostgresUrl()
  const house = await openDb(url)
  const { db } = house
  const room = await aRoom(db, '接手直播间')
  await wantCapture(
    db,
    { roomId: room.id, address: show.url(0), danmakuPath: null },
    '测试',
    new Date(),
  )
  const pieces = () => db.select().from(recordings).orderBy(asc(recordings.startedAt))
  const holder = async () => (await db.select().from(captures))[0]
  const until = async (reached: () => Promise<boolean>) => {
    while (!(await reached())) await delay(50)
  }
  const start = () => {
    const script = join(import.meta.dirname, 'worker-process.ts')
    const args = ['--import', 'tsx', script, url, join(dir, 'out'), JSON.stringify(policy)]
    const worker = spawn(process.execPath, args, { stdio: 'ignore' })
    workers.push(worker)
    return worker
  }
  const first = start()
  await until(async () => (await pieces()).length > 0)
  const { leaseBy } = (await holder()) ?? {}
  start()
  await until(async () => (await pieces()).length > 1)
  // The second has looked for work meanwhile, and found none.
  expect((await holder())?.leaseBy).toBe(leaseBy)

  first.kill('SIGSTOP')
  const { leaseUntil } = (await holder()) ?? {}
  await until(async () => (await holder())?.leaseBy !== leaseBy)
  expect(Date.now()).toBeGreaterThanOrEqual(leaseUntil?.getTime() ?? Number.POSITIVE_INFINITY)
  const second = (await holder())?.leaseBy
  const before = await pieces()
  await until(async () => (await pieces()).length > before.length)
  first.kill('SIGCONT')
  const taken = (await pieces()).length
  await until(async () => (await pieces()).length > taken + 1)
  expect((await holder())?.leaseBy).toBe(second)
  const all = await pieces()
  expect(new Set(all.map(({ path }) => path)).size).toBe(all.length)
  // Nobody wrote into what was filed, and no moment was filed twice.
  for (const { path, sha256 } of all) expect(await sha256File(path)).toBe(sha256)
  for (const [i, { startedAt }] of all.slice(1).entries())
    expect(+startedAt - Number(all[i]?.startedAt)).toBeGreaterThan(1500)
  await house.close()
}, 150_000)

import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCaptures, wantCapture } from '#shared/db/captures.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { CapturePolicy } from '#shared/domain/capture.ts'
import { silentLog } from '#shared/log.ts'
import { memoryQueue } from '#shared/queue/memory.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { runCaptures } from './worker.ts'

const policy = CapturePolicy.parse({
  ...{ version: 'test', effectiveFrom: '2020-01-01', note: '测试' },
  ...{ segmentSeconds: 2, streamsPerWorker: 4, leaseSeconds: 5, stallSeconds: 4 },
  retry: { firstSeconds: 0.3, longestSeconds: 1 },
  ...{ maxSegmentMegabytes: 4, allow: [] },
})

let house: OpenDb
beforeAll(async () => {
  house = await openDb(newLiteUrl())
})
afterAll(() => house.close())

test('without room for evidence no stream is recorded, and the capture says why', async () => {
  const { db } = house
  const room = await aRoom(db, '满盘直播间')
  const wish = { roomId: room.id, address: 'https://example.com/live.m3u8', danmakuPath: null }
  await wantCapture(db, wish, '测试', new Date())
  const stop = new AbortController()
  const queue = memoryQueue({ log: silentLog, stop: stop.signal })
  const full = '磁盘可用 1.0 GB,须留出 10.0 GB 给证据,暂不接收。'
  const noRoom = async () => full
  const rest = { policies: [policy], retention: [], dir: '/nowhere', log: silentLog }
  const working = runCaptures({ db, queue, ...rest, now: () => new Date(), noRoom }, stop.signal)
  const said = async () => (await listCaptures(db, { region: 'zhoushan' }))[0]?.failure
  await expect.poll(said, { timeout: 10_000 }).toBe(full)
  stop.abort()
  await working
  await queue.close()
}, 20_000)

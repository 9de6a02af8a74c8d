import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimCapture, keepCapture, listCaptures, wantCapture } from '#shared/db/captures.ts'
import type { Db } from '#shared/db/client.ts'
import { captureGaps, recordings } from '#shared/db/schema/index.ts'
import { type CapturePolicy, retryDelayMs } from '#shared/domain/capture.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { silentLog } from '#shared/log.ts'
import { addressGuard, isInner } from '#shared/media/address.ts'
import { followLive } from '#shared/media/live-source.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { memoryQueue } from '#shared/queue/memory.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { type LiveShow, liveShow } from '#shared/testing/live.ts'
import { runCaptures } from './worker.ts'

const policy: CapturePolicy = {
  ...{ version: 'test', effectiveFrom: '2020-01-01', note: '测试' },
  ...{ segmentSeconds: 3, streamsPerWorker: 4, leaseSeconds: 30, stallSeconds: 4 },
  retry: { firstSeconds: 0.3, longestSeconds: 1 },
  maxSegmentMegabytes: 4,
  allow: ['127.0.0.0/8'],
}

describe('which addresses may be opened', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    'fd00::1',
    'fe80::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '239.1.1.1',
  ])('%s is inside', (address) => expect(isInner(address)).toBe(true))

  test.each(['8.8.8.8', '223.5.5.5', '2400:3200::1'])('%s is outside', (address) =>
    expect(isInner(address)).toBe(false),
  )

  test.each([
    'file:///etc/passwd',
    'ftp://example.com/x',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/live.flv',
    'http://user:secret@example.com/',
    'http://localhost:6379/',
    'rtmp://127.0.0.1/app/stream',
  ])('%s is refused with a sentence', async (address) => {
    const guard = addressGuard([])
    await expect(guard.resolve(new URL(address))).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('the policy may allow a network or one port of one host', async () => {
    const url = (text: string) => new URL(text)
    await addressGuard(['127.0.0.0/8']).resolve(url('http://127.0.0.1:99/'))
    const one = addressGuard(['127.0.0.1:8080'])
    await one.resolve(url('http://127.0.0.1:8080/'))
    await expect(one.resolve(url('http://127.0.0.1:8081/'))).rejects.toThrow('内部网络')
  })
})

describe('a playlist that points elsewhere', () => {
  /** Answers by path: a redirect, or a playlist. */
  async function serve(answers: Record<string, { to?: string; body?: string }>) {
    const hit: string[] = []
    const server = createServer((request, response) => {
      const path = request.url ?? ''
      hit.push(path)
      const { to, body } = answers[path] ?? {}
      if (to) response.writeHead(302, { location: to }).end()
      else if (body) response.end(body)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return { base: `127.0.0.1:${port}`, hit, close: () => server.close() }
  }
  const list = (...lines: string[]) => ['#EXTM3U', '#EXT-X-TARGETDURATION:1', ...lines].join('\n')

  test.each<[string, string]>([
    ['a segment on this machine', list('#EXTINF:1,', 'http://localhost:1/secret')],
    ['a segment in a file', list('#EXTINF:1,', 'file:///etc/passwd')],
    [
      'a key at the metadata address',
      list('#EXT-X-KEY:METHOD=AES-128,URI="http://169.254.169.254/k"', '#EXTINF:1,', 'a.ts'),
    ],
    ['an init section inside', list('#EXT-X-MAP:URI="http://10.0.0.1/i"', '#EXTINF:1,', 'a.ts')],
    ['a variant inside', list('#EXT-X-STREAM-INF:BANDWIDTH=1', 'http://192.168.0.1/x.m3u8')],
  ])('%s is not opened', async (_, body) => {
    const server = await serve({ '/live.m3u8': { body }, '/a.ts': { body: 'x'.repeat(188) } })
    const signal = AbortSignal.timeout(20_000)
    const options = {
      guard: addressGuard([server.base]),
      signal,
      stallMs: 3000,
      maxChunkBytes: 1e6,
      afterMs: null,
    }
    const chunks = followLive(`http://${server.base}/live.m3u8`, options)
    await expect(chunks.next()).rejects.toMatchObject({ code: 'forbidden' })
    server.close()
  })

  test('a redirect inside is not followed, one that goes round is given up', async () => {
    const server = await serve({
      '/in': { to: 'http://127.0.0.1:1/x' },
      '/round': { to: '/round' },
    })
    const signal = AbortSignal.timeout(20_000)
    const options = {
      guard: addressGuard([server.base]),
      signal,
      stallMs: 3000,
      maxChunkBytes: 1e6,
      afterMs: null,
    }
    const open = (path: string) => followLive(`http://${server.base}${path}`, options).next()
    await expect(open('/in')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(open('/round')).rejects.toThrow('跳转')
    expect(server.hit.filter((path) => path === '/round')).toHaveLength(6)
    server.close()
  })
})

test('waits double up to the longest, half of each is chance', () => {
  const retry = { firstSeconds: 1, longestSeconds: 60 }
  expect([0, 1, 2, 10].map((n) => retryDelayMs(retry, n, 0))).toEqual([500, 1000, 2000, 30_000])
  expect(retryDelayMs(retry, 10, 0.999)).toBeLessThanOrEqual(60_000)
})

onBothDatabases('leases', (open) => {
  let db: Db
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ db, close } = await open())
  }, 120_000)
  afterAll(() => close())

  test('of two workers at once one captures a room; a lease that ran out is taken over', async () => {
    const now = new Date()
    const room = await aRoom(db, '抢占直播间')
    const wish = { roomId: room.id, address: 'https://example.com/live.m3u8', danmakuPath: null }
    const { id } = await wantCapture(db, wish, '测试', now)
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd'].map((worker) => claimCapture(db, worker, 30_000, now)),
    )
    const [won] = claims.filter((claim) => claim !== undefined)
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1)
    const winner = won?.leaseBy ?? ''
    expect(await keepCapture(db, id, winner, new Date(now.getTime() + 40_000))).toBe(true)
    expect(await keepCapture(db, id, 'other', now)).toBe(false)
    expect(await claimCapture(db, 'e', 30_000, new Date(now.getTime() + 39_000))).toBeUndefined()
    expect(await claimCapture(db, 'e', 30_000, new Date(now.getTime() + 41_000))).toMatchObject({
      id,
    })
    expect(await keepCapture(db, id, winner, now)).toBe(false)
  })
})

onBothDatabases('a stream that breaks twice', (open) => {
  let db: Db
  let close: () => Promise<void>
  let dir: string
  let show: LiveShow
  beforeAll(async () => {
    ;({ db, close } = await open())
    dir = await mkdtemp(join(tmpdir(), 'lvbo-live-'))
    show = await liveShow({ dir, seconds: 40, sound: new Int16Array(0) })
  }, 120_000)
  afterAll(async () => {
    await show.close()
    await close()
    await rm(dir, { recursive: true, force: true })
  })

  test('is recorded in pieces on one clock, and each break is a gap with its reason', async () => {
    const room = await aRoom(db, '断流直播间')
    const wish = { roomId: room.id, address: show.url(0), danmakuPath: null }
    await wantCapture(db, wish, '测试', new Date())
    const stop = new AbortController()
    const queue = memoryQueue({ log: silentLog, stop: stop.signal })
    const { versions: retention } = await loadPolicy(
      'policies/retention.yaml',
      policyFile(RetentionPolicy),
    )
    const deps = {
      db,
      queue,
      policies: [policy],
      retention,
      dir: join(dir, 'out'),
      log: silentLog,
      now: () => new Date(),
    }
    const working = Promise.all([runCaptures(deps, stop.signal), runCaptures(deps, stop.signal)])
    const recordedUntil = async () => {
      const [row] = await listCaptures(db, { region: 'zhoushan' })
      return row?.recordedUntil?.getTime() ?? 0
    }
    /** Waits for a row, not for a time: the stream itself is the clock. */
    const until = async (reached: () => Promise<boolean>) => {
      while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 200))
    }
    for (let broken = 1; broken <= 2; broken += 1) {
      const from = await recordedUntil()
      await until(async () => (await recordedUntil()) > Math.max(from, show.startMs))
      show.cut()
      await until(async () => (await db.select().from(captureGaps)).length === broken)
      await until(async () => Date.now() - (await recordedUntil()) > 6000)
      show.mend()
      await until(async () =>
        (await db.select().from(captureGaps)).every(({ toAt }) => toAt !== null),
      )
    }
    stop.abort()
    await working
    const gaps = await db.select().from(captureGaps)
    for (const { fromAt, toAt, reason } of gaps) {
      expect((toAt?.getTime() ?? 0) - fromAt.getTime()).toBeGreaterThan(1500)
      expect(reason).toMatch(/。$/)
    }
    const pieces = await db.select().from(recordings).orderBy(recordings.startedAt)
    expect(pieces.length).toBeGreaterThanOrEqual(3)
    for (const { startedAt, startedAtSource } of pieces) {
      expect(startedAtSource).toBe('hls-date-time')
      // A piece begins with a picture group: whole seconds of the show.
      const off = (startedAt.getTime() - show.startMs) % 1000
      expect(Math.min(off, 1000 - off)).toBeLessThan(150)
    }
    expect(new Set(pieces.map(({ path }) => path)).size).toBe(pieces.length)
  }, 180_000)
})

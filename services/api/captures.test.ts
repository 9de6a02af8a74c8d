import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { wantCapture } from '#shared/db/captures.ts'
import { openDb } from '#shared/db/client.ts'
import { captureGaps } from '#shared/db/schema/index.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import type { ActorEnv } from './actor.ts'
import { captureRoutes } from './captures.ts'

const now = new Date('2026-03-12T08:00:00+08:00')
const hours = (n: number) => new Date(now.getTime() - n * 3_600_000)

test('a capture tells of its breaks of the last day, the latest first, also one that still lasts; no address', async () => {
  const house = await openDb(newLiteUrl())
  const { db } = house
  const room = await aRoom(db, '东海渔嫂')
  const address = 'https://example.com/live.m3u8?token=secret'
  const wish = { roomId: room.id, address, danmakuPath: null }
  const { id: captureId } = await wantCapture(db, wish, '测试', now)
  const gap = (from: number, to: number | null, reason: string) => ({
    ...{ captureId, fromAt: hours(from), toAt: to === null ? null : hours(to), reason },
  })
  await db
    .insert(captureGaps)
    .values([gap(40, 39, '前天'), gap(25, 23, '跨过昨天此时'), gap(1, null, '仍未恢复')])
  const api = new Hono<ActorEnv>()
    .use(async (c, next) => {
      c.set('actor', { name: '甲', region: 'zhoushan', roles: ['leader'] })
      await next()
    })
    .route('/captures', captureRoutes({ db, capture: [], now: () => now }))
  const answer = await api.request('/captures')
  const text = await answer.text()
  const [row] = JSON.parse(text)
  expect(row.breaks.map(({ reason }: { reason: string }) => reason)).toEqual([
    ...['仍未恢复', '跨过昨天此时'],
  ])
  expect(text).not.toContain('secret')
  await house.close()
}, 60_000)

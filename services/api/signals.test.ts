import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { replaceSignals } from '#shared/db/signals.ts'
import type { Signal } from '#shared/domain/signal.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { ActorEnv } from './actor.ts'
import { signalRoutes } from './signals.ts'

const startedAt = new Date('2026-03-11T19:00:00+08:00')
const signal: Signal = {
  ...{ kind: 'complaints', key: 'refund', topic: '不给退款', category: 'refuse-consumer-rights' },
  ...{ fromMs: 60_000, toMs: 90_000, count: 6, senders: 5, score: 0.25, because: [] },
  samples: [{ seq: 1, tMs: 60_000, text: '不给退款' }],
  thresholds: { senders: 5, windowMinutes: 10, policy: '试' },
}

onBothDatabases('GET /api/signals', (open) => {
  let house: OpenDb
  let flagId: string
  let broadcastId: string
  beforeAll(async () => {
    house = await open()
    const room = await aRoom(house.db, '东海渔嫂')
    const recording = await aRecording(house.db, room.id, startedAt)
    broadcastId = recording.broadcastId
    flagId = await aFlag(house.db, recording)
    const paid: Signal = { ...signal, kind: 'paid', key: '真好吃', score: 0.75 }
    await replaceSignals(house.db, recording.id, [signal, { ...signal, count: 5 }, paid], startedAt)
    const other = await aRecording(house.db, room.id, new Date(startedAt.getTime() - 86_400_000))
    await replaceSignals(house.db, other.id, [signal], startedAt)
  })
  afterAll(() => house.close())

  const ask = async (query: string, region = 'zhoushan') => {
    const api = new Hono<ActorEnv>()
      .use(async (c, next) => {
        c.set('actor', { name: '甲', region, roles: ['leader'] })
        await next()
      })
      .route('/signals', signalRoutes({ db: house.db }))
    api.onError((error) => new Response(error.message, { status: 404 }))
    const answer = await api.request(`/signals${query}`)
    const body = answer.status === 200 ? await answer.json() : { rows: [] }
    const { rows } = body as { rows: { kind: string; count: number; fromAt: string }[] }
    return { status: answer.status, rows, kinds: rows.map(({ kind }) => kind) }
  }

  test('the newest broadcast first, in it the strongest, with the wall clock; one key is one row', async () => {
    const { rows, kinds } = await ask('')
    expect(kinds).toEqual(['paid', 'complaints', 'complaints'])
    expect(rows[1]).toMatchObject({ count: 6, fromAt: '2026-03-11T11:01:00.000Z' })
  })

  test('by kind, broadcast, flag and region', async () => {
    expect((await ask('?kind=paid')).kinds).toEqual(['paid'])
    expect((await ask(`?broadcastId=${broadcastId}`)).kinds).toEqual(['paid', 'complaints'])
    expect((await ask(`?flagId=${flagId}`)).kinds).toEqual(['paid', 'complaints'])
    expect((await ask('?limit=1')).kinds).toEqual(['paid'])
    expect((await ask('', 'zhoushan/dinghai')).kinds).toEqual([])
    expect((await ask(`?flagId=${flagId}`, 'zhoushan/dinghai')).status).toBe(404)
    expect((await ask('?kind=guilty')).status).toBe(400)
  })
})

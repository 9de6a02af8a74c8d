import { Redis } from 'ioredis'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { startRedis } from './services.ts'

test('the run has a PostgreSQL that speaks UTF-8', async () => {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  const { rows } = await client.query(`select '全网最低价' as text, length('全网最低价') as length`)
  await client.end()
  expect(rows).toEqual([{ text: '全网最低价', length: 5 }])
})

test('the run has a Redis that never evicts', async () => {
  const redis = new Redis(inject('redisUrl'))
  const policy = await redis.config('GET', 'maxmemory-policy')
  redis.disconnect()
  expect(policy).toEqual(['maxmemory-policy', 'noeviction'])
})

test('a killed Redis comes back empty on its port', async () => {
  const first = await startRedis()
  const redis = new Redis(first.url)
  redis.on('error', () => {})
  await redis.set('flag', '1')
  await first.kill()
  const second = await startRedis({ port: first.port })
  expect(await redis.get('flag')).toBeNull()
  redis.disconnect()
  await second.stop()
})

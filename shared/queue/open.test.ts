import { randomUUID } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { silentLog } from '#shared/log.ts'
import { openQueue } from './open.ts'

test.each(['memory:', 'redis'])('opens %s', async (kind) => {
  const url = kind === 'redis' ? inject('redisUrl') : kind
  const queue = await openQueue(url, { log: silentLog, prefix: randomUUID() })
  expect(await queue.counts({ name: 'detect' })).toEqual({ waiting: 0, delayed: 0, running: 0 })
  await queue.close()
})

test.each(['', 'memory', 'postgres://host/db', 'http://redis://x'])('refuses "%s"', async (url) => {
  await expect(openQueue(url, { log: silentLog })).rejects.toMatchObject({ code: 'invalid' })
})

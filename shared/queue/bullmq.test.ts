import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { describe, expect, inject, test } from 'vitest'
import { silentLog } from '#shared/log.ts'
import { freePort, startRedis } from '#shared/testing/services.ts'
import { stuckJob } from '#shared/testing/stuck-worker.ts'
import { bullQueue } from './bullmq.ts'
import { queueConformance } from './conformance.ts'
import type { Turn } from './port.ts'

const fast = { log: silentLog, backoffMs: 5 }

queueConformance('bullmq', (options) =>
  bullQueue(inject('redisUrl'), { ...options, prefix: randomUUID() }),
)

describe('a worker process killed with the job in hand', () => {
  const leaseMs = 600

  test('another one takes the job over, one attempt spent', async () => {
    const prefix = randomUUID()
    const queue = await bullQueue(inject('redisUrl'), { ...fast, prefix, leaseMs })
    await queue.add(stuckJob, { id: 'a' })
    await killHolding(prefix, leaseMs)
    expect(await queue.counts(stuckJob)).toEqual({ waiting: 0, delayed: 0, running: 1 })
    const turns: Turn[] = []
    queue.work(stuckJob, 1, {
      run: async (_, turn) => void turns.push(turn),
      gaveUp: async () => {},
    })
    await queue.idle()
    await queue.close()
    expect(turns.map(({ attempt }) => attempt)).toEqual([2])
  })

  test('a job that kills every worker is given up and releases its key', async () => {
    const prefix = randomUUID()
    const queue = await bullQueue(inject('redisUrl'), { ...fast, prefix, leaseMs })
    await queue.add(stuckJob, { id: 'a' })
    for (let death = 0; death < stuckJob.attempts; death += 1) await killHolding(prefix, leaseMs)
    const ran: string[] = []
    const lost: unknown[] = []
    queue.work(stuckJob, 1, {
      run: async ({ id }) => void ran.push(id),
      gaveUp: async (_, cause) => void lost.push(cause),
    })
    await queue.idle()
    expect([ran, String(lost)]).toEqual([[], 'GiveUp: the worker died 3 times while doing stuck'])
    await queue.add(stuckJob, { id: 'a' })
    await queue.idle()
    await queue.close()
    expect(ran).toEqual(['a'])
  })

  /** Starts a worker that takes the job and never ends, and kills it once it has it. */
  async function killHolding(prefix: string, lease: number) {
    const script = fileURLToPath(import.meta.resolve('#shared/testing/stuck-worker.ts'))
    const args = ['--import', 'tsx', script, inject('redisUrl'), prefix, String(lease)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

test('a stopped process hands its job over unspent', async () => {
  const prefix = randomUUID()
  const stop = new AbortController()
  const first = await bullQueue(inject('redisUrl'), { ...fast, prefix, stop: stop.signal })
  const taken = new Promise<void>((resolve) => {
    first.work(stuckJob, 1, {
      run: (_, { signal }) => {
        resolve()
        return new Promise((__, reject) => signal.addEventListener('abort', reject))
      },
      gaveUp: async () => {},
    })
  })
  await first.add(stuckJob, { id: 'a' })
  await taken
  stop.abort()
  await first.close()
  const second = await bullQueue(inject('redisUrl'), { ...fast, prefix })
  const turns: Turn[] = []
  second.work(stuckJob, 1, {
    run: async (_, turn) => void turns.push(turn),
    gaveUp: async () => {},
  })
  await second.idle()
  await second.close()
  expect(turns.map(({ attempt }) => attempt)).toEqual([1])
})

test('a handler that outlives its lease is aborted', async () => {
  const prefix = randomUUID()
  const redis = new Redis(inject('redisUrl'))
  const queue = await bullQueue(inject('redisUrl'), { ...fast, prefix, leaseMs: 200 })
  const reason = new Promise((resolve) => {
    queue.work(stuckJob, 1, {
      run: async (_, { signal, attempt }) => {
        if (attempt > 1) return
        signal.addEventListener('abort', () => resolve(signal.reason))
        for (const key of await redis.keys(`${prefix}:*:lock`)) await redis.del(key)
        await new Promise((__, reject) => signal.addEventListener('abort', reject))
      },
      gaveUp: async () => {},
    })
  })
  await queue.add(stuckJob, { id: 'a' })
  expect(await reason).toMatch(/^the lease of stuck \S+ is lost$/)
  await queue.idle()
  await queue.close()
  redis.disconnect()
})

describe('Redis killed and brought back empty', () => {
  test('workers reconnect, the running handler is not disturbed, adding fails fast meanwhile', async () => {
    const first = await startRedis()
    const queue = await bullQueue(first.url, fast)
    const ran: string[] = []
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const taken = new Promise<void>((resolve) => {
      queue.work(stuckJob, 1, {
        run: async ({ id }, { signal }) => {
          resolve()
          if (id === 'a') await released
          ran.push(`${id}${signal.aborted ? ' aborted' : ''}`)
        },
        gaveUp: async () => {},
      })
    })
    await queue.add(stuckJob, { id: 'a' })
    await taken
    await queue.add(stuckJob, { id: 'forgotten' })
    await first.kill()
    await expect(queue.add(stuckJob, { id: 'b' })).rejects.toMatchObject({ code: 'unavailable' })

    const second = await startRedis({ port: first.port })
    release()
    await queue.add(stuckJob, { id: 'b' })
    await queue.idle()
    expect(ran).toEqual(['a', 'b'])
    await queue.close()
    await second.stop()
  })

  test('a process can close while Redis is gone', async () => {
    const redis = await startRedis()
    const queue = await bullQueue(redis.url, fast)
    queue.work(stuckJob, 1, { run: async () => {}, gaveUp: async () => {} })
    await queue.add(stuckJob, { id: 'a' })
    await queue.idle()
    await redis.kill()
    await expect(queue.counts(stuckJob)).rejects.toMatchObject({ code: 'unavailable' })
    await queue.close()
  })

  test('opening where nobody answers fails at once', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`
    await expect(bullQueue(url, fast)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

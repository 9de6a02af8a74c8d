import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GiveUp, TryLater } from '#shared/errors.ts'
import { silentLog } from '#shared/log.ts'
import { defineJob, type Job, type Queue, type QueueOptions, type Turn } from './port.ts'

const Clip = z.object({ id: z.string(), rev: z.number().default(0) })
type Clip = z.infer<typeof Clip>
type Run = (payload: Clip, turn: Turn) => Promise<void>

/** What every queue must do, whoever carries the jobs. `open` makes an empty queue. */
export function queueConformance(name: string, open: (options: QueueOptions) => Promise<Queue>) {
  const opened: Queue[] = []
  const openFresh = async (options: Partial<QueueOptions> = {}) => {
    const queue = await open({ log: silentLog, backoffMs: 5, ...options })
    opened.push(queue)
    return queue
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()))
  })

  describe(`queue: ${name}`, () => {
    test('the same key waits once, different keys each run', async () => {
      const queue = await openFresh()
      const job = clipJob()
      for (const id of ['a', 'a', 'b', 'a:b', 'a']) await queue.add(job, { id, rev: 0 })
      expect(await queue.counts(job)).toEqual({ waiting: 3, delayed: 0, running: 0 })
      const { seen } = record(queue, job)
      await queue.idle()
      expect(seen.map(({ id }) => id)).toEqual(['a', 'b', 'a:b'])
    })

    test('a key is free again after success', async () => {
      const queue = await openFresh()
      const job = clipJob()
      const { seen } = record(queue, job)
      for (const rev of [1, 2]) {
        await queue.add(job, { id: 'a', rev })
        await queue.idle()
      }
      expect(seen.map(({ rev }) => rev)).toEqual([1, 2])
    })

    test('a failing job is retried until its attempts are spent, then its key is free again', async () => {
      const queue = await openFresh()
      const job = clipJob({ attempts: 3 })
      const { seen, lost } = record(queue, job, async () => {
        throw new Error('disk is full')
      })
      await queue.add(job, { id: 'a', rev: 1 })
      await queue.idle()
      expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
      expect(lost).toEqual(['a: disk is full'])
      await queue.add(job, { id: 'a', rev: 2 })
      await queue.idle()
      expect(seen).toHaveLength(6)
    })

    test('a job that succeeds at last is not given up', async () => {
      const queue = await openFresh()
      const job = clipJob({ attempts: 2 })
      const { seen, lost } = record(queue, job, async (_, { attempt }) => {
        if (attempt === 1) throw new Error('server said 500')
      })
      await queue.add(job, { id: 'a', rev: 0 })
      await queue.idle()
      expect([seen.length, lost]).toEqual([2, []])
    })

    test('GiveUp is not retried', async () => {
      const queue = await openFresh()
      const job = clipJob({ attempts: 5 })
      const { seen, lost } = record(queue, job, async () => {
        throw new GiveUp('no audio in this file')
      })
      await queue.add(job, { id: 'a', rev: 0 })
      await queue.idle()
      expect([seen.length, lost]).toEqual([1, ['a: no audio in this file']])
    })

    test('TryLater spends no attempt, also not the last one', async () => {
      const queue = await openFresh()
      const job = clipJob({ attempts: 2 })
      const turns = ['fail', 'later', 'later', 'later', 'fail']
      const { seen, lost } = record(queue, job, async () => {
        if (turns.shift() === 'later') throw new TryLater(1)
        throw new Error('broken')
      })
      await queue.add(job, { id: 'a', rev: 0 })
      await queue.idle()
      expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 2, 2, 2])
      expect(lost).toEqual(['a: broken'])
    })

    test('a bad payload is refused where it is added', async () => {
      const queue = await openFresh()
      const job = clipJob()
      const bad = JSON.parse('{"id": 7}')
      await expect(queue.add(job, bad)).rejects.toMatchObject({ code: 'invalid' })
      expect(await queue.counts(job)).toEqual({ waiting: 0, delayed: 0, running: 0 })
    })

    test('a payload of another release is dropped, not run', async () => {
      const queue = await openFresh()
      const old = defineJob({
        ...clipJob(),
        payload: z.object({ path: z.string() }),
        key: (p) => p.path,
      })
      await queue.add(old, { path: 'a.flv' })
      const { seen, lost } = record(queue, clipJob())
      await queue.idle()
      expect([seen, lost]).toEqual([[], []])
    })

    test('the timeout aborts the signal and counts as a failure', async () => {
      const queue = await openFresh()
      const job = clipJob({ attempts: 2, timeoutMs: 20 })
      const { seen, lost } = record(queue, job, async (_, { signal }) => {
        await aborted(signal)
        throw new Error('ffmpeg was killed')
      })
      await queue.add(job, { id: 'a', rev: 0 })
      await queue.idle()
      expect(seen).toHaveLength(2)
      expect(lost).toEqual(['a: clip took longer than 20 ms'])
    })

    test('never more at a time than asked', async () => {
      const queue = await openFresh()
      const job = clipJob()
      const [full, release] = [gate(), gate()]
      let running = 0
      let peak = 0
      record(queue, { ...job, concurrency: 2 }, async () => {
        running += 1
        peak = Math.max(peak, running)
        if (running === 2) full.open()
        await release.opened
        running -= 1
      })
      for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await queue.add(job, { id, rev: 0 })
      await full.opened
      expect(await queue.counts(job)).toEqual({ waiting: 4, delayed: 0, running: 2 })
      release.open()
      await queue.idle()
      expect(peak).toBe(2)
    })

    test.each([
      ['succeeds', []],
      ['gives up', ['a: no such file']],
    ])(
      'added while it runs, it runs once more with the latest payload (the first %s)',
      async (_, losses) => {
        const queue = await openFresh()
        const job = clipJob()
        const [started, release] = [gate(), gate()]
        const { seen, lost } = record(queue, { ...job, concurrency: 4 }, async ({ rev }) => {
          if (rev > 1) return
          started.open()
          await release.opened
          if (losses.length > 0) throw new GiveUp('no such file')
        })
        await queue.add(job, { id: 'a', rev: 1 })
        await started.opened
        for (const rev of [2, 3]) await queue.add(job, { id: 'a', rev })
        expect(seen.map(({ rev }) => rev)).toEqual([1])
        release.open()
        await queue.idle()
        expect(seen.map(({ rev }) => rev)).toEqual([1, 3])
        expect(lost).toEqual(losses)
      },
    )

    test('ensure adds what is missing and leaves what runs alone', async () => {
      const queue = await openFresh()
      const job = clipJob()
      const [started, release] = [gate(), gate()]
      const { seen } = record(queue, job, async () => {
        started.open()
        await release.opened
      })
      await queue.ensure(job, { id: 'a', rev: 1 })
      await started.opened
      for (const id of ['a', 'b', 'b']) await queue.ensure(job, { id, rev: 2 })
      release.open()
      await queue.idle()
      expect(seen.map(({ id, rev }) => `${id}${rev}`)).toEqual(['a1', 'b2'])
    })

    test('idle waits for what handlers add', async () => {
      const queue = await openFresh()
      const [cut, hash] = [clipJob({ name: 'cut' }), clipJob({ name: 'hash' })]
      const { seen } = record(queue, hash, async ({ id, rev }) => {
        if (rev < 3) await queue.add(cut, { id, rev: rev + 1 })
      })
      record(queue, cut, (payload) => queue.add(hash, payload))
      await queue.add(cut, { id: 'a', rev: 1 })
      await queue.idle()
      expect(seen.map(({ rev }) => rev)).toEqual([1, 2, 3])
    })

    test('close waits for the running handler, which may still add what comes next', async () => {
      const queue = await openFresh()
      const [job, nextJob] = [clipJob(), clipJob({ name: 'next' })]
      const [started, release] = [gate(), gate()]
      const steps: string[] = []
      const { seen, lost } = record(queue, job, async (payload) => {
        started.open()
        await release.opened
        await queue.add(nextJob, payload)
        steps.push('handled')
      })
      for (const id of ['a', 'b']) await queue.add(job, { id, rev: 0 })
      await started.opened
      const closing = queue.close().then(() => steps.push('closed'))
      release.open()
      await closing
      expect([steps, seen.length, lost]).toEqual([['handled', 'closed'], 1, []])
    })

    test('when the process stops, handlers are aborted and nothing is given up', async () => {
      const stop = new AbortController()
      const queue = await openFresh({ stop: stop.signal })
      const job = clipJob({ attempts: 1 })
      const started = gate()
      const { seen, lost } = record(queue, job, async (_, { signal }) => {
        started.open()
        await aborted(signal)
        throw new Error('interrupted')
      })
      for (const id of ['a', 'b']) await queue.add(job, { id, rev: 0 })
      await started.opened
      stop.abort()
      await queue.close()
      expect([seen.length, lost]).toEqual([1, []])
    })
  })
}

function clipJob(
  options: Partial<Pick<Job<Clip>, 'name' | 'attempts' | 'timeoutMs'>> = {},
): Job<Clip> {
  const defaults = { name: 'clip', attempts: 3, timeoutMs: 10_000 }
  return defineJob({ ...defaults, ...options, payload: Clip, key: ({ id }) => id })
}

/** Works the job and keeps what it saw: each run's payload and attempt, and each loss as `id: reason`. */
function record(
  queue: Queue,
  job: Job<Clip> & { concurrency?: number },
  run: Run = async () => {},
) {
  const seen: (Clip & { attempt: number })[] = []
  const lost: string[] = []
  queue.work(job, job.concurrency ?? 1, {
    run: async (payload, turn) => {
      seen.push({ ...payload, attempt: turn.attempt })
      await run(payload, turn)
    },
    gaveUp: async ({ id }, cause) => {
      lost.push(`${id}: ${cause instanceof Error ? cause.message : cause}`)
    },
  })
  return { seen, lost }
}

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

import { setTimeout as delay } from 'node:timers/promises'
import {
  type Job as BullJob,
  Queue as BullQueue,
  DelayedError,
  type JobsOptions,
  UnrecoverableError,
  Worker,
} from 'bullmq'
import { Redis } from 'ioredis'
import { AppError } from '#shared/errors.ts'
import type { Log } from '#shared/log.ts'
import { attemptJob, backoff } from './attempt.ts'
import {
  defaultBackoffMs,
  type Handler,
  type Job,
  keyOf,
  type Queue,
  type QueueOptions,
} from './port.ts'

export interface BullOptions extends QueueOptions {
  /** Separates installations, and tests, that share one Redis. */
  readonly prefix?: string
  /** How long a silent worker keeps its job; another takes over within twice this. */
  readonly leaseMs?: number
}

/** The queue of several processes, on Redis. Rejects with `unavailable` when Redis does not answer at the start. */
export async function bullQueue(url: string, options: BullOptions): Promise<Queue> {
  const { log, prefix = 'lvbo', leaseMs = 30_000, backoffMs = defaultBackoffMs } = options
  const stop = options.stop ?? new AbortController().signal
  const retryStrategy = (times: number) => Math.min(times * 100, 1_000)
  // Whoever adds must hear of an outage at once; whoever works waits it out.
  const producer = new Redis(url, { retryStrategy, maxRetriesPerRequest: 1 })
  const consumer = new Redis(url, { retryStrategy, maxRetriesPerRequest: null, lazyConnect: true })
  const report = outages(log)
  for (const connection of [producer, consumer]) {
    connection.on('error', report.down).on('ready', report.up)
  }
  await reach(producer)

  const queues = new Map<string, BullQueue<unknown>>()
  const workers = new Map<string, Worker<unknown>>()
  let closing = false

  const queueOf = (name: string) => {
    const known = queues.get(name)
    if (known) return known
    const made = new BullQueue<unknown>(name, { connection: producer, prefix })
    made.on('error', report.down)
    queues.set(name, made)
    return made
  }

  const workerOf = <T>(job: Job<T>, concurrency: number, handler: Handler<T>) => {
    // BullMQ passes the signal only to a function that declares three parameters.
    const process = async (it: BullJob<unknown>, token?: string, lease?: AbortSignal) => {
      const held = AbortSignal.any(lease ? [stop, lease] : [stop])
      // A worker that dies leaves a stall behind; counted as an attempt, so a job that kills workers ends.
      const attempt = it.attemptsMade + it.stalledCounter + 1
      const outcome = await attemptJob({ job, handler, data: it.data, attempt, stop: held, log })
      if (outcome.end === 'gaveUp') throw new UnrecoverableError(`${job.name} gave up`)
      if (outcome.end === 'retry') throw new Error(`${job.name} failed`)
      if (outcome.end === 'done') return
      // Without its lease the job is no longer ours to move.
      if (!lease?.aborted) await it.moveToDelayed(Date.now() + outcome.delayMs, token)
      throw new DelayedError()
    }
    const worker = new Worker<unknown>(job.name, process, {
      connection: consumer,
      prefix,
      concurrency,
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      // BullMQ would fail a job at its second stall without telling the handler: we count ourselves.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      runRetryDelay: 1_000,
      settings: { backoffStrategy: (failed) => backoff(failed, backoffMs) },
    })
    worker.on('error', report.down)
    worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) worker.cancelJob(id, `the lease of ${job.name} ${id} is lost`)
    })
    return worker
  }

  const put = async <T>(job: Job<T>, payload: T, keepLastIfActive: boolean) => {
    const id = keyOf(job, payload)
    const options: JobsOptions = {
      // Not `jobId`: a job kept under that id would swallow every later add of the same work.
      deduplication: { id, keepLastIfActive },
      attempts: job.attempts,
      backoff: { type: 'custom' },
      // What became of it stands in the rows.
      removeOnComplete: true,
      removeOnFail: true,
    }
    await available(queueOf(job.name).add(job.name, payload, options))
  }

  const pauseAll = () => {
    for (const worker of workers.values()) void worker.pause(true)
  }
  stop.addEventListener('abort', pauseAll, { once: true })

  /** One transaction for all lists: read one after another, a job could slip from one to the next unseen. */
  const outstanding = async () => {
    const lengths = producer.multi()
    for (const queue of queues.values()) {
      lengths.llen(queue.toKey('wait')).llen(queue.toKey('active')).zcard(queue.toKey('delayed'))
    }
    const replies = (await lengths.exec()) ?? []
    return replies.reduce((sum, [, length]) => sum + Number(length), 0)
  }

  return {
    add: (job, payload) => put(job, payload, true),
    ensure: (job, payload) => put(job, payload, false),
    work(job, concurrency, handler) {
      if (workers.has(job.name)) throw new Error(`${job.name} has its worker already`)
      queueOf(job.name)
      workers.set(job.name, workerOf(job, concurrency, handler))
    },
    async counts({ name }) {
      const counts = await available(queueOf(name).getJobCounts('wait', 'delayed', 'active'))
      const { wait = 0, delayed = 0, active = 0 } = counts
      return { waiting: wait, delayed, running: active }
    },
    async idle() {
      while (!closing && (await available(outstanding())) > 0) await delay(20)
    },
    async close() {
      if (closing) return
      closing = true
      stop.removeEventListener('abort', pauseAll)
      // With Redis gone no end of a job can be written down; its handler's rows are what counts.
      await Promise.all([...workers.values()].map((it) => it.close(consumer.status !== 'ready')))
      await Promise.all([...queues.values()].map((it) => it.close()))
      producer.disconnect()
      consumer.disconnect()
    },
  }
}

async function reach(redis: Redis): Promise<void> {
  try {
    await available(redis.ping())
  } catch (error) {
    redis.disconnect()
    throw error
  }
}

async function available<R>(reply: Promise<R>): Promise<R> {
  try {
    return await reply
  } catch (cause) {
    throw new AppError(
      'unavailable',
      'Redis does not answer; is it running, and is QUEUE_URL right?',
      { cause },
    )
  }
}

/** Every connection repeats its complaint each second; one line per outage is enough. */
function outages(log: Log) {
  let last = ''
  return {
    down: (err: Error) => {
      if (err.message === last) return
      last = err.message
      log.error({ err }, 'queue')
    },
    up: () => {
      if (last) log.info('queue is reachable again')
      last = ''
    },
  }
}

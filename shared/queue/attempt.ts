import { GiveUp, TryLater } from '#shared/errors.ts'
import type { Log } from '#shared/log.ts'
import type { Handler, Job } from './port.ts'

/** How one run of a job ended; each adapter says it in its own words. */
export type Outcome =
  | { readonly end: 'done' }
  /** Comes back without having spent an attempt. */
  | { readonly end: 'later'; readonly delayMs: number }
  | { readonly end: 'retry'; readonly cause: unknown }
  | { readonly end: 'gaveUp'; readonly cause: unknown }

export interface Attempt<T> {
  readonly job: Job<T>
  readonly handler: Handler<T>
  /** As it came out of the queue, which an older release may have filled. */
  readonly data: unknown
  /** 1 for the first; beyond `job.attempts` when workers died with it. */
  readonly attempt: number
  /** Aborted when this process stops or no longer holds the job: whatever happens then is not the job's fault. */
  readonly stop: AbortSignal
  readonly log: Log
}

/** Runs a job once under its timeout and decides what becomes of it. Never rejects. */
export async function attemptJob<T>(it: Attempt<T>): Promise<Outcome> {
  const { job, handler, attempt, stop } = it
  if (stop.aborted) return { end: 'later', delayMs: 0 }
  const payload = job.payload.safeParse(it.data)
  if (!payload.success) {
    const cause = new GiveUp(`job ${job.name} does not understand its payload`, {
      cause: payload.error,
    })
    it.log.error({ stage: job.name, err: cause }, 'dropped')
    return { end: 'gaveUp', cause }
  }
  const outcome =
    attempt > job.attempts
      ? gaveUp(new GiveUp(`the worker died ${job.attempts} times while doing ${job.name}`))
      : await runOnce({ ...it, payload: payload.data })
  if (stop.aborted && outcome.end !== 'done') return { end: 'later', delayMs: 0 }
  if (outcome.end === 'gaveUp') {
    await handler.gaveUp(payload.data, outcome.cause).catch((err: unknown) => {
      it.log.error(
        { stage: job.name, key: job.key(payload.data), err },
        'giving up was not recorded',
      )
    })
  }
  return outcome
}

/** Milliseconds to wait after the given failed attempt: doubling from `baseMs`, at most five minutes. */
export function backoff(attempt: number, baseMs: number): number {
  return Math.min(baseMs * 2 ** (attempt - 1), 300_000)
}

async function runOnce<T>(it: Attempt<T> & { readonly payload: T }): Promise<Outcome> {
  const { job, attempt } = it
  const timeout = new AbortController()
  const timer = setTimeout(() => {
    timeout.abort(new Error(`${job.name} took longer than ${job.timeoutMs} ms`))
  }, job.timeoutMs)
  try {
    const signal = AbortSignal.any([it.stop, timeout.signal])
    await it.handler.run(it.payload, { attempt, signal })
    return { end: 'done' }
  } catch (error) {
    if (error instanceof TryLater) return { end: 'later', delayMs: error.delayMs }
    if (error instanceof GiveUp) return gaveUp(error)
    const cause = timeout.signal.aborted ? timeout.signal.reason : error
    return attempt < job.attempts ? { end: 'retry', cause } : gaveUp(cause)
  } finally {
    clearTimeout(timer)
  }
}

function gaveUp(cause: unknown): Outcome {
  return { end: 'gaveUp', cause }
}

import { setTimeout as delay } from 'node:timers/promises'
import { AppError, TryLater } from '#shared/errors.ts'
import type { Log } from '#shared/log.ts'
import type { Job, Queue } from './port.ts'

/** What follows a run: data, so that a stage is tested by what it returns. */
export interface Next {
  readonly job: Job<unknown>
  readonly payload: unknown
}

/** One arrow of the pipeline: what is to do, how to do it, what follows. */
export interface Stage<T, Deps> {
  readonly job: Job<T>
  /** Runs at a time in one process. */
  readonly concurrency: number
  /** Jobs put into the queue in one round of looking when rows imply more; 1,000 unless said. */
  readonly atOnce?: number
  /** From the rows alone: what still waits for this stage. Rows that gave up must not be among them. */
  pending(deps: Deps, limit: number): Promise<T[]>
  /** Running it twice gives the same rows. */
  run(input: T, deps: Deps, signal: AbortSignal): Promise<Next[]>
  /** Writes into the rows that no attempt is left, and why. */
  gaveUp(input: T, cause: unknown, deps: Deps): Promise<void>
}

/** Says that `job` should run with `payload` after this stage. */
export function next<T>(job: Job<T>, payload: T): Next {
  return { job, payload }
}

/** Lets this process work on a stage, with one log line per run. */
export function startStage<T, Deps>(
  queue: Queue,
  stage: Stage<T, Deps>,
  deps: Deps,
  log: Log,
): void {
  const { job } = stage
  queue.work(job, stage.concurrency, {
    run: async (input, { attempt, signal }) => {
      const began = performance.now()
      const line = (rest: object) => {
        const ms = Math.round(performance.now() - began)
        return { stage: job.name, key: job.key(input), attempt, ms, ...rest }
      }
      try {
        const followers = await stage.run(input, deps, signal)
        const unsent = await forward(queue, followers)
        log.info(line({ next: followers.map((it) => it.job.name), ...unsent }), 'done')
      } catch (err) {
        if (err instanceof TryLater)
          log.info(line({ why: err.message, delayMs: err.delayMs }), 'later')
        else log.warn(line({ err }), signal.aborted ? 'interrupted' : 'failed')
        throw err
      }
    },
    gaveUp: async (input, cause) => {
      log.error({ stage: job.name, key: job.key(input), err: cause }, 'gave up')
      await stage.gaveUp(input, cause, deps)
    },
  })
}

/** Puts into the queue what the rows say is still to do, at most `limit` jobs; answers their keys. */
export async function reconcile<T, Deps>(
  stage: Stage<T, Deps>,
  deps: Deps,
  queue: Queue,
  limit = stage.atOnce ?? 1000,
): Promise<string[]> {
  const todo = await stage.pending(deps, limit)
  for (const payload of todo) await queue.ensure(stage.job, payload)
  return todo.map((payload) => stage.job.key(payload))
}

export interface Reconciling<Deps> {
  readonly stages: readonly Stage<unknown, Deps>[]
  readonly deps: Deps
  readonly queue: Queue
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly log: Log
}

/** Reconciles every stage now and every `everyMs` until the signal aborts, then resolves. An outage costs one round. */
export async function startReconcile<Deps>(it: Reconciling<Deps>): Promise<void> {
  while (!it.signal.aborted) {
    for (const stage of it.stages) {
      if (it.signal.aborted) return
      try {
        const { length: pending } = await reconcile(stage, it.deps, it.queue)
        if (pending > 0) it.log.info({ stage: stage.job.name, pending }, 'reconciled')
      } catch (err) {
        it.log.error({ stage: stage.job.name, err }, 'reconcile failed')
      }
    }
    await delay(it.everyMs, undefined, { signal: it.signal }).catch(() => {})
  }
}

/** Rows are written by now: an unreachable queue must not make the work be done again, reconcile will find the rest. */
async function forward(queue: Queue, followers: Next[]): Promise<{ unsent?: string }> {
  try {
    for (const { job, payload } of followers) await queue.add(job, payload)
    return {}
  } catch (err) {
    if (err instanceof AppError && err.code === 'unavailable') return { unsent: err.message }
    throw err
  }
}

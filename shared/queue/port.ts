import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Log } from '#shared/log.ts'

/**
 * Work as data. Payloads hold ids only, so nothing in the queue goes stale, needs reviving or is secret.
 * `key` is a method, as are a stage's verbs, so that jobs of different payloads fit one list.
 */
export interface Job<T> {
  /** Letters, digits and hyphens: it becomes part of Redis keys. */
  readonly name: string
  readonly payload: z.ZodType<T>
  /** Two payloads with the same key are the same work. Name the noun consumed, never anything coarser. */
  key(payload: T): string
  /** How often it may be tried; a worker that dies with the job in hand has spent one. */
  readonly attempts: number
  readonly timeoutMs: number
}

/** What a handler is told about this run. The signal aborts at the job's timeout, when the process stops, or when the lease is lost. */
export interface Turn {
  /** 1 for the first run. */
  readonly attempt: number
  readonly signal: AbortSignal
}

/** Anything `run` throws is tried again with growing pauses, except `GiveUp` (never) and `TryLater` (free of charge). */
export interface Handler<T> {
  readonly run: (payload: T, turn: Turn) => Promise<void>
  /** Told once, when no attempt is left. */
  readonly gaveUp: (payload: T, cause: unknown) => Promise<void>
}

export interface Counts {
  readonly waiting: number
  readonly delayed: number
  readonly running: number
}

/**
 * A disposable list of work: it may forget everything, the database can rebuild it.
 * The same key waits once; added while it runs, it runs once more afterwards with the latest payload,
 * and never beside itself unless the queue lost its memory or a lease.
 */
export interface Queue {
  /** Refuses a payload the job's schema does not accept (`invalid`), and fails fast when the queue is unreachable (`unavailable`). */
  add<T>(job: Job<T>, payload: T): Promise<void>
  /** As `add`, but leaves a running job of the same key alone: for work that rows imply anyway. */
  ensure<T>(job: Job<T>, payload: T): Promise<void>
  /** Starts handling `job`, at most `concurrency` at a time in this process. Once per job name. */
  work<T>(job: Job<T>, concurrency: number, handler: Handler<T>): void
  counts(job: { readonly name: string }): Promise<Counts>
  /** Resolves when of all jobs this process adds or works nothing is waiting, delayed or running; or when the queue closes. */
  idle(): Promise<void>
  /** Takes no more work and waits for the running handlers. */
  close(): Promise<void>
}

export interface QueueOptions {
  /** Told of outages and of handlers' `gaveUp` failing; the runs themselves are logged by the stage. */
  readonly log: Log
  /** Pause after the first failed attempt; doubles with each, up to five minutes. */
  readonly backoffMs?: number
  /** Aborted when the process stops: running handlers are aborted and their jobs put back unspent. */
  readonly stop?: AbortSignal
}

export const defaultBackoffMs = 5_000

/** Declares a job; a name that Redis keys cannot carry or a limit below 1 is a mistake of the programmer. */
export function defineJob<T>(job: Job<T>): Job<T> {
  if (!/^[a-z][a-z0-9-]*$/.test(job.name))
    throw new Error(`job name "${job.name}" is not kebab-case`)
  if (job.attempts < 1 || job.timeoutMs < 1) throw new Error(`job ${job.name} could never run`)
  return job
}

/** The key of a payload the job's schema accepts; a bad one fails here, at its author, not at a worker. */
export function keyOf<T>(job: Job<T>, payload: T): string {
  const parsed = job.payload.safeParse(payload)
  if (parsed.success) return job.key(parsed.data)
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') || 'its payload'
  throw new AppError('invalid', `job ${job.name} refuses ${where}: ${issue?.message}`)
}

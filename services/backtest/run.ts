import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import {
  countParts,
  finishBacktest,
  finishPart,
  openParts,
  talliesOf,
} from '#shared/db/backtests.ts'
import type { Db } from '#shared/db/client.ts'
import { textsOf, timesOf } from '#shared/db/spoken-texts.ts'
import { addTallies, type BacktestTally, emptyTally } from '#shared/domain/backtest.ts'
import { AppError } from '#shared/errors.ts'
import type { Version } from './pair.ts'
import type { Answer, FromWorker, PartOrder, WorkerTask } from './worker.ts'

export interface RunOptions {
  readonly db: Db
  /** Where threads read for themselves; null has this one read for them. */
  readonly databaseUrl: string | null
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Threads beside the first; as many as there are processors when left out. */
  readonly threads?: number | undefined
  /** Told after every part. */
  readonly onProgress?: (progress: { readonly done: number; readonly all: number }) => void
}

/**
 * Does the parts of a backtest that are not done yet, on several threads, and gives what all of them came to. Every part
 * is kept when it is done: a run that was cut short goes on from there. Throws `unavailable` when the signal ends it.
 */
export async function runBacktest(
  id: string,
  before: Version,
  after: Version,
  options: RunOptions,
): Promise<BacktestTally> {
  const { db, now, signal, onProgress } = options
  const parts = await openParts(db, id)
  const progress = await countParts(db, id)
  onProgress?.(progress)
  const threads = Math.min(options.threads ?? availableParallelism(), parts.length)
  let { done } = progress
  const next = () => (signal.aborted ? undefined : parts.shift())
  const keep = async (no: number, tally: BacktestTally) => {
    await finishPart(db, id, no, tally)
    done++
    onProgress?.({ done, all: progress.all })
  }
  const { databaseUrl } = options
  const task = {
    before,
    after,
    databaseUrl: databaseUrl?.startsWith('pglite:') ? null : databaseUrl,
  }
  await Promise.all(Array.from({ length: threads }, () => runThread(task, db, next, keep, signal)))
  if (signal.aborted) throw new AppError('unavailable', `已中断，可用 --resume ${id} 接着做。`)
  await finishBacktest(db, id, now())
  return (await talliesOf(db, id)).reduce(addTallies, emptyTally)
}

/** Feeds one thread with parts until there are none; rejects when one fails or the thread dies. */
async function runThread(
  task: WorkerTask,
  db: Db,
  next: () => PartOrder['part'] | undefined,
  keep: (no: number, tally: BacktestTally) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: task })
  const send = (message: PartOrder | Answer | 'end') => worker.postMessage(message)
  const order = () => {
    const part = next()
    send(part ? { part } : 'end')
  }
  const abort = () => void worker.terminate()
  signal.addEventListener('abort', abort)
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject)
      worker.on('exit', (code) => {
        if (code === 0 || signal.aborted) resolve()
        else reject(new Error(`a backtest thread ended with ${code}`))
      })
      worker.on('message', (message: FromWorker) => {
        if ('ask' in message) void answer(db, message).then(send)
        else if ('failed' in message) reject(new Error(message.message))
        else keep(message.done, message.tally).then(order, reject)
      })
      order()
    })
  } finally {
    signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}

async function answer(db: Db, question: Extract<FromWorker, { ask: number }>): Promise<Answer> {
  try {
    const read = question.what === 'texts' ? textsOf : timesOf
    return { answer: question.ask, rows: await read(db, question.ids) }
  } catch (error) {
    return { answer: question.ask, rows: [], failure: String(error) }
  }
}

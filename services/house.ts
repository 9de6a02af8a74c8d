import { resolve } from 'node:path'
import type { Config } from '#shared/config/env.ts'
import { openDb } from '#shared/db/client.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { diskRefusal } from '#shared/domain/intake-policy.ts'
import type { Log } from '#shared/log.ts'
import { openQueue } from '#shared/queue/open.ts'
import { reconcile, type Stage, startReconcile, startStage } from '#shared/queue/stage.ts'
import { adjudicateStage } from './adjudicate/stage.ts'
import { runCaptures } from './capture/worker.ts'
import { deliverStage } from './deliver/stage.ts'
import { type DepsOptions, openDeps } from './deps.ts'
import { type Keeper, keepIntake } from './intake/keep.ts'
import { pipeline } from './pipeline.ts'
import { watchStage } from './watch/stage.ts'

/** A new lexicon version is taken within a round of these, and no later than the first job after it. */
const reconcileEveryMs = 15_000

export interface HouseOptions extends DepsOptions {
  readonly log: Log
  /** Rows that imply work are looked for this often; the queue carries the rest within milliseconds. */
  readonly reconcileEveryMs?: number
  /** People as whom the demo's visitor may act. */
  readonly demo?: readonly Actor[]
}

/** Everything built from the settings, and this process's share of the work; `close` in reverse order. */
export type House = Awaited<ReturnType<typeof openHouse>>

export async function openHouse(config: Config, options: HouseOptions) {
  const { log } = options
  const stop = new AbortController()
  const { db, close: closeDb } = await openDb(config.DATABASE_URL)
  try {
    const deps = await openDeps(config, db, options)
    const queue = await openQueue(config.QUEUE_URL, { log, stop: stop.signal })
    const mine = pipeline.filter(({ job }) => config.ROLES.some((role) => role === job.name))
    // Beside the pipeline: no stage waits for it, and `settle` does not look for its work.
    const advising = deps.adviser !== null && config.ROLES.includes('adjudicate')
    const beside = [watchStage, deliverStage].filter(({ job }) =>
      config.ROLES.some((role) => role === job.name),
    )
    const working = [...mine, ...beside, ...(advising ? [adjudicateStage] : [])]
    const dir = resolve(config.DATA_DIR, 'captures')
    const { now, capture: policies, retention } = deps
    const noRoom = async () => diskRefusal(deps.intakePolicy, await deps.disk())
    const captures = { db, queue, log, now, dir, policies, retention, noRoom }
    let reconciling = Promise.resolve()
    let keeper: Keeper | null = null
    let capturing = Promise.resolve()

    return {
      config,
      deps,
      queue,
      demo: options.demo ?? [],
      /** Lets this process work on its roles' stages, and keeps finding what rows imply. */
      start() {
        for (const stage of working)
          startStage(queue, stage as Stage<unknown, typeof deps>, deps, log)
        reconciling = startReconcile({
          stages: working as readonly Stage<unknown, typeof deps>[],
          deps,
          queue,
          everyMs: options.reconcileEveryMs ?? reconcileEveryMs,
          signal: stop.signal,
          log,
        })
      },
      /** Goes on looking for new recordings: for a process that serves, not for a command that ends. */
      keep() {
        if (config.ROLES.includes('intake')) keeper = keepIntake(deps, log, stop.signal)
        if (config.ROLES.includes('capture')) capturing = runCaptures(captures, stop.signal)
      },
      /** A hook came in, or an upload ended: look soon. */
      hint: () => keeper?.hint(),
      /** Resolves when rows imply no more work for this process: for the command, the demo and tests. */
      async settle() {
        for (let before = '', same = 0; ; ) {
          const found: string[] = []
          for (const stage of mine) {
            const keys = await reconcile(stage as Stage<unknown, typeof deps>, deps, queue)
            found.push(...keys.map((key) => `${stage.job.name} ${key}`))
          }
          await queue.idle()
          const now = found.join()
          if (now === '') return
          same = now === before ? same + 1 : 0
          // What runs and is found again and again as it was will be so for ever; the timer goes on trying it.
          if (same === 5) return log.warn({ found: found.slice(0, 5) }, 'did not settle')
          before = now
        }
      },
      async close() {
        stop.abort()
        await reconciling
        await keeper?.stopped
        await capturing
        await queue.close()
        deps.bucket?.close()
        await closeDb()
      },
    }
  } catch (error) {
    await closeDb()
    throw error
  }
}

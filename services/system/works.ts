import { type GivenUp, givenUp } from '#shared/db/given-up.ts'
import type { Queue } from '#shared/queue/port.ts'
import type { Stage } from '#shared/queue/stage.ts'
import type { Deps } from '../deps.ts'
import { pipeline } from '../pipeline.ts'

/** One stage as it stands: what the queue holds of it, what rows say is still to do, what it gave up. */
export interface Work {
  readonly stage: string
  readonly waiting: number
  readonly delayed: number
  readonly running: number
  /** By the rows; at `manyRows` there may be more. */
  readonly pending: number
  readonly givenUp: readonly GivenUp[]
}

const manyRows = 1000

/** 任务队列: every stage of the house in the order of the pipeline, whichever process works on it. */
export async function worksOf({
  deps,
  queue,
}: {
  readonly deps: Deps
  readonly queue: Queue
}): Promise<Work[]> {
  const given = await givenUp(deps.db)
  const works: Work[] = []
  for (const one of pipeline) {
    const stage = one as Stage<unknown, typeof deps>
    const { name } = stage.job
    const pending = await stage.pending(deps, manyRows)
    const own = given.filter((row) => row.stage === name)
    const counts = await queue.counts(stage.job)
    works.push({ stage: name, ...counts, pending: pending.length, givenUp: own })
  }
  return works
}

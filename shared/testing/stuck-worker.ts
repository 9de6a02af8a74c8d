import { z } from 'zod'
import { silentLog } from '#shared/log.ts'
import { bullQueue } from '#shared/queue/bullmq.ts'
import { defineJob } from '#shared/queue/port.ts'

/** The job `stuck-worker.ts`, run as a process of its own, takes and never finishes: tests kill it with the job in hand. */
export const stuckJob = defineJob({
  name: 'stuck',
  payload: z.object({ id: z.string() }),
  key: ({ id }) => id,
  attempts: 3,
  timeoutMs: 600_000,
})

const [, script, url, prefix, leaseMs] = process.argv
if (script === import.meta.filename && url && prefix) {
  const queue = await bullQueue(url, { log: silentLog, prefix, leaseMs: Number(leaseMs) })
  queue.work(stuckJob, 1, {
    run: () => new Promise(() => process.stdout.write('taken\n')),
    gaveUp: async () => {},
  })
}

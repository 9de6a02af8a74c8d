import { AppError } from '#shared/errors.ts'
import type { BullOptions } from './bullmq.ts'
import { memoryQueue } from './memory.ts'
import type { Queue } from './port.ts'

/** `memory:` for one process, `redis://` or `rediss://` for several; the only place that knows there are two. */
export async function openQueue(url: string, options: BullOptions): Promise<Queue> {
  if (url === 'memory:') return memoryQueue(options)
  // BullMQ takes half a second to load; one process has no use for it.
  if (/^rediss?:\/\//.test(url)) return (await import('./bullmq.ts')).bullQueue(url, options)
  throw new AppError('invalid', 'QUEUE_URL must be memory:, redis://… or rediss://…')
}

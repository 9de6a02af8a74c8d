import { AppError } from '#shared/errors.ts'
import { type BullOptions, bullQueue } from './bullmq.ts'
import { memoryQueue } from './memory.ts'
import type { Queue } from './port.ts'

/** `memory:` for one process, `redis://` or `rediss://` for several; the only place that knows there are two. */
export async function openQueue(url: string, options: BullOptions): Promise<Queue> {
  if (url === 'memory:') return memoryQueue(options)
  if (/^rediss?:\/\//.test(url)) return await bullQueue(url, options)
  throw new AppError('invalid', 'QUEUE_URL must be memory:, redis://… or rediss://…')
}

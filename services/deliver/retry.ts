import { type ActDeps, act } from '#shared/db/act.ts'
import { type Delivery, lockDelivery, noteOutcome } from '#shared/db/deliveries.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { AppError } from '#shared/errors.ts'

/**
 * Sends again at once what waits or was given up, with all its tries anew. Throws `not_found` outside the person's region,
 * `conflict` for what has arrived: a correction is a letter of its own.
 */
export function retryDelivery(deps: ActDeps, actor: Actor, id: string): Promise<Delivery> {
  return act(deps, actor, { verb: 'delivery.retry', subject: id }, async (tx, at) => {
    const before = await lockDelivery(tx, actor, id)
    if (!before) throw new AppError('not_found', '没有这项外发，或不在您的辖区。')
    if (before.state === 'sent') throw new AppError('conflict', '已经送达，不必重发。')
    const change = { state: 'waiting' as const, attempts: 0, nextTryAt: at }
    await noteOutcome(tx, id, change)
    const after = { ...before, ...change }
    return { result: after, before, after }
  })
}

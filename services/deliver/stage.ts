import { alertById } from '#shared/db/alerts.ts'
import type { Db } from '#shared/db/client.ts'
import { claimDelivery, type Delivery, dueDeliveries, noteOutcome } from '#shared/db/deliveries.ts'
import { reportById } from '#shared/db/reports.ts'
import { type DeliveriesPolicy, nextTryMs, type Recipient } from '#shared/domain/delivery.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { ReportPolicy } from '#shared/domain/report-policy.ts'
import { AppError, GiveUp } from '#shared/errors.ts'
import type { Letter } from '#shared/outbound/letter.ts'
import { type Post, sendLetter } from '#shared/outbound/send.ts'
import { deliverJob } from '#shared/queue/jobs.ts'
import type { Stage } from '#shared/queue/stage.ts'
import type { ReportNames } from '../report/sections/words.ts'
import { alertLetter, reportLetter } from './letter.ts'

export interface DeliverDeps {
  readonly db: Db
  readonly now: () => Date
  readonly deliveries: readonly DeliveriesPolicy[]
  readonly reporting: { readonly reports: readonly ReportPolicy[] }
  readonly names: ReportNames
  readonly post: Post
}

/** Longer than any one try may take: a worker that died with it does not keep it for ever. */
const holdMs = 15 * 60_000

/**
 * Sends what is to leave the building, one try a run; how often and how far apart stands in the row, so that a restarted
 * queue does not begin anew. What the other side confirmed is kept.
 */
export const deliverStage: Stage<{ deliveryId: string }, DeliverDeps> = {
  job: deliverJob,
  concurrency: 2,
  pending: ({ db, now }, limit) => dueDeliveries(db, now(), limit),

  async run({ deliveryId }, deps) {
    const { db, now, post } = deps
    const delivery = await claimDelivery(db, deliveryId, now(), holdMs)
    if (!delivery) return []
    const nowMs = now().getTime()
    const policy = policyOn(deps.deliveries, nowMs)
    try {
      const to = policy.recipients.find(({ id }) => id === delivery.recipient)
      if (!to) throw new GiveUp(`收件方 ${delivery.recipient} 已不在 policies/deliveries.yaml 中。`)
      const letter = await letterOf(deps, delivery, to)
      const { id: recipient, way } = to
      const { allow } = policy
      const confirmation = await sendLetter(post, { recipient, way, allow, nowMs }, letter)
      const done = { state: 'sent' as const, confirmation, failure: null, sentAt: now() }
      await noteOutcome(db, delivery.id, done)
    } catch (error) {
      const foreseen = error instanceof GiveUp || error instanceof AppError
      const nextMs =
        error instanceof GiveUp ? null : nextTryMs(delivery.attempts, now().getTime(), policy)
      await noteOutcome(db, delivery.id, {
        failure: foreseen ? error.message : '系统内部错误，已记入日志。',
        ...(nextMs === null ? { state: 'failed' as const } : { nextTryAt: new Date(nextMs) }),
      })
      if (!foreseen) throw error
    }
    return []
  },

  // The row has the outcome of every try.
  async gaveUp() {},
}

async function letterOf(
  { db, now, names, reporting }: DeliverDeps,
  delivery: Delivery,
  to: Recipient,
): Promise<Letter> {
  if (delivery.kind === 'alert') {
    const alert = await alertById(db, delivery.subject)
    if (!alert) throw new GiveUp('提醒已不存在。')
    return alertLetter(delivery, alert)
  }
  const report = await reportById(db, delivery.subject)
  if (!report) throw new GiveUp('报告已不存在。')
  const at = now()
  const { freezeMinutes } = policyOn(reporting.reports, at.getTime())
  return reportLetter(delivery, report, to, { names, now: at, freezeMinutes })
}

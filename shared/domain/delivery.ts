import { z } from 'zod'
import { AlertKind } from './alert.ts'
import { versioned } from './policy.ts'
import { inScope, RegionPath } from './region.ts'
import { PeriodKind } from './report-period.ts'

export const DeliveryKind = z.enum(['report', 'alert'])
export type DeliveryKind = z.infer<typeof DeliveryKind>
export const DeliveryState = z.enum(['waiting', 'sent', 'failed'])
export type DeliveryState = z.infer<typeof DeliveryState>

export const deliveryStateNames: Readonly<Record<DeliveryState, string>> = {
  waiting: '待发',
  sent: '已送达',
  failed: '未送达',
}

/** By mail, to an address that takes signed requests, or as files into a folder that a closed network carries on. */
export const DeliveryWay = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), to: z.array(z.email()).min(1).max(20) }),
  z.strictObject({ kind: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({
    kind: z.literal('folder'),
    dir: z.string().regex(/^[\w-]+(?:\/[\w-]+)*$/, '须为 DROP_DIR 之下的目录名'),
  }),
])
export type DeliveryWay = z.infer<typeof DeliveryWay>

export const ReportFile = z.enum(['pdf', 'docx', 'xlsx', 'html', 'json'])

const Recipient = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, '须为小写字母、数字与连字符'),
  name: z.string().min(1).max(60),
  region: RegionPath,
  way: DeliveryWay,
  /** Reports that are signed and frozen; `below`: also those of the counties. */
  reports: z
    .strictObject({
      periods: z.array(PeriodKind).min(1),
      files: z.array(ReportFile).min(1),
      below: z.boolean().default(false),
    })
    .optional(),
  alerts: z.array(AlertKind).default([]),
})
export type Recipient = z.infer<typeof Recipient>

/** One version of `policies/deliveries.yaml`. */
export const DeliveriesPolicy = z.strictObject({
  ...versioned,
  alerts: z.strictObject({
    /** A clock that runs out within so long. */
    clockHours: z.number().positive().max(720),
    /** A capture without a stream, a recording that nobody has worked on, for longer than this. */
    captureMinutes: z.number().positive().max(1440),
    queueHours: z.number().positive().max(240),
  }),
  retry: z.strictObject({
    attempts: z.int().min(1).max(50),
    firstMinutes: z.number().positive().max(60),
    longestMinutes: z.number().positive().max(1440),
  }),
  /** Private addresses that webhooks may open, as host:port. */
  allow: z.array(z.string().regex(/^[^\s/]+:\d+$/, '须写成 主机:端口')),
  recipients: z
    .array(Recipient)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, '收件方编号重复'),
})
export type DeliveriesPolicy = z.infer<typeof DeliveriesPolicy>

/** Who gets a report of this kind and region. */
export function readersOf(
  { recipients }: Pick<DeliveriesPolicy, 'recipients'>,
  report: { readonly period: PeriodKind; readonly region: RegionPath },
): Recipient[] {
  return recipients.filter(
    ({ region, reports }) =>
      reports?.periods.includes(report.period) &&
      (reports.below ? inScope(region, report.region) : region === report.region),
  )
}

/** Who is told of an alert. */
export function toldOf(
  { recipients }: Pick<DeliveriesPolicy, 'recipients'>,
  alert: { readonly kind: AlertKind; readonly region: RegionPath },
): Recipient[] {
  return recipients.filter(
    ({ region, alerts }) => alerts.includes(alert.kind) && inScope(region, alert.region),
  )
}

/** When the next try is due after `attempts` that failed, each wait twice the one before; null when no try is left. */
export function nextTryMs(
  attempts: number,
  nowMs: number,
  { retry }: Pick<DeliveriesPolicy, 'retry'>,
): number | null {
  if (attempts >= retry.attempts) return null
  const minutes = Math.min(retry.longestMinutes, retry.firstMinutes * 2 ** (attempts - 1))
  return nowMs + minutes * 60_000
}

import {
  brokenCaptures,
  clocksEndingBy,
  redLines,
  stuckRecordings,
} from '#shared/db/alert-causes.ts'
import { type Alert, closeAlerts, openAlerts, openNew } from '#shared/db/alerts.ts'
import type { Db } from '#shared/db/client.ts'
import { addDeliveries, filedFor, type NewDelivery, reportsSigned } from '#shared/db/deliveries.ts'
import { type AlertCause, alertChanges, alertNames } from '#shared/domain/alert.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { type DeliveriesPolicy, readersOf, toldOf } from '#shared/domain/delivery.ts'
import { type Disk, diskRefusal, type IntakePolicy } from '#shared/domain/intake-policy.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { periodNames } from '#shared/domain/report-period.ts'
import type { ReportPolicy } from '#shared/domain/report-policy.ts'
import { watchJob } from '#shared/queue/jobs.ts'
import type { Stage } from '#shared/queue/stage.ts'

export interface WatchDeps {
  readonly db: Db
  readonly now: () => Date
  readonly region: string
  readonly regions: ReadonlyMap<string, string>
  readonly deliveries: readonly DeliveriesPolicy[]
  readonly intakePolicy: IntakePolicy
  readonly reporting: { readonly reports: readonly ReportPolicy[] }
  /** Room on the disk that evidence lies on. */
  readonly disk: () => Promise<Disk>
}

/** A report signed longer ago than this is not sent to a recipient who was named only now. */
const reachBackMs = 14 * dayMs

/**
 * Opens an alert for every cause that has come and closes those whose cause is gone, and files what is to leave the
 * building: alerts and signed reports, once for each recipient. All of it follows from the rows, so that nothing is told twice.
 */
export const watchStage: Stage<{ minute: number }, WatchDeps> = {
  job: watchJob,
  concurrency: 1,
  async pending(deps) {
    const { opened, closed } = alertChanges(await causesOf(deps), await openAlerts(deps.db))
    const idle = opened.length + closed.length === 0 && (await unfiled(deps, deps.db)).length === 0
    return idle ? [] : [{ minute: Math.floor(deps.now().getTime() / 60_000) }]
  },

  async run(_, deps) {
    const { db, now } = deps
    const causes = await causesOf(deps)
    await db.transaction(async (tx) => {
      const { opened, closed } = alertChanges(causes, await openAlerts(tx))
      await openNew(tx, opened, now())
      await closeAlerts(
        tx,
        closed.map(({ id }) => id),
        now(),
      )
      await addDeliveries(tx, await unfiled(deps, tx), now())
    })
    return []
  },

  // The next round looks again; the log line tells why this one did not.
  async gaveUp() {},
}

/** Everything that is so at this moment. */
async function causesOf(deps: WatchDeps): Promise<AlertCause[]> {
  const { db, now } = deps
  const nowMs = now().getTime()
  const { alerts } = policyOn(deps.deliveries, nowMs)
  const ago = (ms: number) => new Date(nowMs - ms)
  return [
    ...(await redLines(db)),
    ...(await clocksEndingBy(db, ago(-alerts.clockHours * 3_600_000), now())),
    ...(await brokenCaptures(db, ago(alerts.captureMinutes * 60_000))),
    ...(await stuckRecordings(db, ago(alerts.queueHours * 3_600_000))),
    ...(await fullDisk(deps)),
  ]
}

async function fullDisk({ disk, intakePolicy, region }: WatchDeps): Promise<AlertCause[]> {
  const why = diskRefusal(intakePolicy, await disk())
  if (!why) return []
  // The free bytes change all the time; the alert is one.
  return [{ kind: 'disk', key: 'evidence', region, title: '磁盘空间不足', detail: why, path: '/' }]
}

/** What should leave and is not filed. */
async function unfiled({ now, ...deps }: WatchDeps, db: Db): Promise<NewDelivery[]> {
  const nowMs = now().getTime()
  const policy = policyOn(deps.deliveries, nowMs)
  if (policy.recipients.length === 0) return []
  const frozenMs = nowMs - policyOn(deps.reporting.reports, nowMs).freezeMinutes * 60_000
  const span = { from: new Date(frozenMs - reachBackMs), to: new Date(frozenMs) }
  const wanted = [
    ...(await openAlerts(db)).flatMap((alert) => alertDeliveries(policy, alert)),
    ...(await reportsSigned(db, span)).flatMap(({ id, period, day, region, version }) =>
      readersOf(policy, { period, region }).map((to) => ({
        ...{ kind: 'report' as const, subject: id, recipient: to.id, region },
        title: `${deps.regions.get(region) ?? region}绿色直播间动态监测${periodNames[period]} ${day}（v${version}）`,
      })),
    ),
  ]
  const filed = await filedFor(
    db,
    wanted.map(({ subject }) => subject),
  )
  const known = new Set(
    filed.map(({ kind, subject, recipient }) => `${kind} ${subject} ${recipient}`),
  )
  return wanted.filter((one) => !known.has(`${one.kind} ${one.subject} ${one.recipient}`))
}

function alertDeliveries(policy: DeliveriesPolicy, alert: Alert): NewDelivery[] {
  return toldOf(policy, alert).map((to) => ({
    ...{ kind: 'alert', subject: alert.id, recipient: to.id, region: alert.region },
    title: `【${alertNames[alert.kind]}】${alert.title}`,
  }))
}

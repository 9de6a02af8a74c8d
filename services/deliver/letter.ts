import type { Alert } from '#shared/db/alerts.ts'
import type { Delivery } from '#shared/db/deliveries.ts'
import type { Report } from '#shared/db/reports.ts'
import { alertNames } from '#shared/domain/alert.ts'
import type { Recipient } from '#shared/domain/delivery.ts'
import { figures } from '#shared/domain/figure.ts'
import type { Letter } from '#shared/outbound/letter.ts'
import { mimes, type WriteOptions, writeReport } from '../report/formats.ts'

/** Figures a reader wants to know before opening the file. */
const summary = ['air.rooms', 'air.hours', 'air.scanned', 'flags.all', 'flags.confirmed'] as const

/** A signed report for one recipient, with the files the policy says. */
export async function reportLetter(
  { id, kind, title }: Delivery,
  report: Report,
  { reports }: Recipient,
  options: WriteOptions,
): Promise<Letter> {
  const { period, day, region, version } = report
  const base = `lvbo-${period}-${day}-${region.replaceAll('/', '-')}-v${version}`
  const files = []
  for (const format of reports?.files ?? [])
    files.push({
      ...{ name: `${base}.${format}`, mime: mimes[format] },
      bytes: await writeReport(report, format, options),
    })
  const values = Object.fromEntries(summary.map((it) => [it, report.figures.values[it]]))
  const text = [
    `${title}已签发（签发人：${report.signedBy ?? '—'}）。`,
    ...(report.correction ? [`本版更正前一版，事由：${report.correction}。`] : []),
    ...summary
      .filter((it) => figures[it].unit !== 'hours')
      .map((it) => `${figures[it].name}：${values[it]} ${figures[it].unit}`),
    '内部资料，请勿外传。系统提示均为线索，成立与否由人判定。',
  ].join('\n')
  return { id, kind, title, text, data: { period, day, region, version, figures: values }, files }
}

/** An alert in a few lines; what it is about is only looked at inside the house. */
export function alertLetter({ id, title }: Delivery, alert: Alert): Letter {
  const { kind, region, detail, openedAt, closedAt, path } = alert
  const over = closedAt ? [`（${closedAt.toISOString()} 起原因已消除）`] : []
  return {
    ...{ id, kind: 'alert', title, files: [] },
    text: [detail, ...over, `类别：${alertNames[kind]}`, '请登录绿播控制台办理。'].join('\n'),
    data: { kind, region, detail, path, openedAt: openedAt.toISOString() },
  }
}

import { z } from 'zod'
import type { Report } from '#shared/db/reports.ts'
import { drawCharts } from '#shared/documents/charts.ts'
import { writeHtml } from '#shared/documents/html.ts'
import type { FigureLink } from '#shared/documents/model.ts'
import { writePdf } from '#shared/documents/pdf.ts'
import { writeXlsx } from '#shared/documents/xlsx.ts'
import { reportState } from '#shared/domain/report-life.ts'
import { annexSheets } from './annex.ts'
import { documentOf } from './document.ts'
import type { ReportNames } from './sections/words.ts'

export const ReportFormat = z.enum(['json', 'html', 'docx', 'xlsx', 'pdf'])
export type ReportFormat = z.infer<typeof ReportFormat>

export const mimes: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

export interface WriteOptions {
  readonly names: ReportNames
  readonly now: Date
  readonly freezeMinutes: number
}

/** What of a filed report an answer or a file says, besides its annex. */
export function reportView(report: Report, { now, freezeMinutes }: Omit<WriteOptions, 'names'>) {
  const { annex: _, ...rest } = report
  return { ...rest, state: stateOf(report, now, freezeMinutes) }
}

/** The same report in one of its formats. */
export async function writeReport(
  report: Report,
  format: ReportFormat,
  options: WriteOptions,
): Promise<Buffer> {
  const { names, now, freezeMinutes } = options
  if (format === 'json')
    return Buffer.from(
      `${JSON.stringify({ ...reportView(report, options), annex: report.annex }, null, 2)}\n`,
    )
  if (format === 'xlsx') return writeXlsx(annexSheets(report, names))
  const doc = documentOf(report, stateOf(report, now, freezeMinutes), names)
  const drawings = drawCharts(doc)
  if (format === 'docx') return (await import('#shared/documents/docx.ts')).writeDocx(doc, drawings)
  if (format === 'pdf') return writePdf(doc, drawings)
  return Buffer.from(writeHtml(doc, drawings, (figure) => rowsAddress(report, figure)))
}

/** Where the list behind a number is, seen from the report's page. */
function rowsAddress(
  { period, day, region, version }: Report,
  { id, narrowed, over }: FigureLink,
): string {
  const { region: county, ...rest } = narrowed ?? {}
  const query = new URLSearchParams({
    period,
    region,
    version: String(version),
    ...rest,
    ...(county ? { county } : {}),
    ...(over ? { over: over.join(',') } : {}),
  })
  return `/api/reports/${day}/figures/${id}/page?${query}`
}

function stateOf(report: Report, now: Date, freezeMinutes: number) {
  const { state, reviewedBy, signedBy, signedAt } = report
  const life = { state, reviewedBy, signedBy, signedAtMs: signedAt?.getTime() ?? null }
  return reportState(life, now.getTime(), freezeMinutes)
}

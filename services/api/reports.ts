import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listReports, type ReportKey } from '#shared/db/reports.ts'
import { seenBy } from '#shared/db/second-looks.ts'
import { chartSvg } from '#shared/documents/charts.ts'
import { chartsOf } from '#shared/documents/model.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { Day } from '#shared/domain/calendar.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { inScope, RegionPath } from '#shared/domain/region.ts'
import { ReportVerb } from '#shared/domain/report-life.ts'
import { PeriodKind } from '#shared/domain/report-period.ts'
import { AppError } from '#shared/errors.ts'
import { actOnReport } from '../report/act.ts'
import { openReport, type ReportDeps } from '../report/build.ts'
import { documentOf } from '../report/document.ts'
import { mimes, ReportFormat, reportView, writeReport } from '../report/formats.ts'
import type { ReportNames } from '../report/sections/words.ts'
import { reportFor } from '../report/withheld.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export const Which = z.object({
  region: RegionPath.optional(),
  period: PeriodKind.default('day'),
  version: z.coerce.number().int().min(1).optional(),
})
const Act = z.strictObject({
  verb: ReportVerb,
  version: z.int().min(1),
  builtAt: z.coerce.date(),
  reason: z.string().max(500).optional(),
})
export const OfDay = z.object({ day: Day })

export interface ReportRouteDeps extends ReportDeps {
  readonly names: ReportNames
}

/** Which report is meant: of the reader's own region unless another of their area is named. */
export function keyFor(
  day: Day,
  { region, period }: Pick<z.infer<typeof Which>, 'region' | 'period'>,
  scope: RegionPath,
): ReportKey {
  const path = region ?? scope
  if (!inScope(scope, path)) throw new AppError('forbidden', '该区划不在您的辖区。')
  return { period, day, region: path }
}

/** 日报、周报、月报: the page and the files people take along, review and signature. */
export function reportRoutes(deps: ReportRouteDeps) {
  const written = () => {
    const now = deps.now()
    const { freezeMinutes } = policyOn(deps.reporting.reports, now.getTime())
    return { names: deps.names, now, freezeMinutes }
  }
  /** What the reader is to look at again reaches them without its decision, in a page as in a file. */
  const opened = async (actor: Actor, day: Day, which: z.infer<typeof Which>) => {
    const key = keyFor(day, which, actor.region)
    return reportFor(await openReport(deps, key, which.version), await seenBy(deps.db, actor))
  }
  return new Hono<ActorEnv>()
    .get('/', may('report.read'), async (c) =>
      c.json(await listReports(deps.db, c.var.actor, 200), 200),
    )
    .get(
      '/:day',
      may('report.read'),
      validator('param', OfDay),
      validator('query', Which),
      async (c) => {
        const { day } = c.req.valid('param')
        const report = await opened(c.var.actor, day, c.req.valid('query'))
        const view = reportView(report, written())
        return c.json({ ...view, document: documentOf(report, view.state, deps.names) }, 200)
      },
    )
    .get(
      '/:day/file/:format',
      may('report.read'),
      validator('param', OfDay.extend({ format: ReportFormat })),
      validator('query', Which),
      async (c) => {
        const { day, format } = c.req.valid('param')
        const report = await opened(c.var.actor, day, c.req.valid('query'))
        const bytes = await writeReport(report, format, written())
        const name = `lvbo-${report.period}-${report.day}-${report.region.replaceAll('/', '-')}-v${report.version}.${format}`
        const shown = format === 'html' ? 'inline' : `attachment; filename="${name}"`
        return c.body(new Uint8Array(bytes), 200, {
          'content-type': mimes[format],
          'content-disposition': shown,
        })
      },
    )
    .get(
      '/:day/charts/:chart',
      may('report.read'),
      validator('param', OfDay.extend({ chart: z.string().max(40) })),
      validator('query', Which),
      async (c) => {
        const { day, chart: id } = c.req.valid('param')
        const report = await opened(c.var.actor, day, c.req.valid('query'))
        const { state } = reportView(report, written())
        const chart = chartsOf(documentOf(report, state, deps.names)).find((it) => it.id === id)
        if (!chart) throw new AppError('not_found', `报告中没有图 ${id}。`)
        return c.body(chartSvg(chart), 200, { 'content-type': 'image/svg+xml; charset=utf-8' })
      },
    )
    .post(
      '/:day/act',
      may('report.act'),
      validator('param', OfDay),
      validator('query', Which),
      validator('json', Act),
      async (c) => {
        const key = keyFor(c.req.valid('param').day, c.req.valid('query'), c.var.actor.region)
        const report = await actOnReport(deps, key, c.req.valid('json'), c.var.actor)
        return c.json(reportView(report, written()), 200)
      },
    )
}

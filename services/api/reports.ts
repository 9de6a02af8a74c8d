import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listReports, type ReportKey } from '#shared/db/reports.ts'
import { seenBy } from '#shared/db/second-looks.ts'
import { chartSvg } from '#shared/documents/charts.ts'
import { writeListPage } from '#shared/documents/html.ts'
import { chartsOf } from '#shared/documents/model.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { Day } from '#shared/domain/calendar.ts'
import { type FigureId, figureIds, figureText, isFigureId } from '#shared/domain/figure.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { inScope, RegionPath } from '#shared/domain/region.ts'
import { ReportVerb } from '#shared/domain/report-life.ts'
import { PeriodKind } from '#shared/domain/report-period.ts'
import { AppError } from '#shared/errors.ts'
import { actOnReport } from '../report/act.ts'
import { openReport, type ReportDeps } from '../report/build.ts'
import { documentOf } from '../report/document.ts'
import { mimes, ReportFormat, reportView, writeReport } from '../report/formats.ts'
import { rowsBehind, rowsTable } from '../report/rows.ts'
import type { ReportNames } from '../report/sections/words.ts'
import { reportFor, rowsFor } from '../report/withheld.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Which = z.object({
  region: RegionPath.optional(),
  period: PeriodKind.default('day'),
  version: z.coerce.number().int().min(1).optional(),
})
const Rows = Which.extend({
  category: z.string().max(60).optional(),
  room_id: z.uuid().optional(),
  severity: z.string().max(2).optional(),
  state: z.string().max(30).optional(),
  rule: z.string().max(80).optional(),
  day: Day.optional(),
  kind: z.string().max(20).optional(),
  reason: z.string().max(200).optional(),
  /** A county of the report's region; `region` is the report's own. */
  county: RegionPath.optional(),
  /** Of a rate: the figures under the line, ids between commas. */
  over: z
    .string()
    .max(200)
    .transform((ids) => ids.split(','))
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
})
const Act = z.strictObject({
  verb: ReportVerb,
  version: z.int().min(1),
  builtAt: z.coerce.date(),
  reason: z.string().max(500).optional(),
})
const OfDay = z.object({ day: Day })
const OfFigure = OfDay.extend({ id: z.string().max(60) })

/** 日报、周报、月报: figures, lists behind them, the page and the files people take along, review and signature. */
export function reportRoutes(deps: ReportDeps & { readonly names: ReportNames }) {
  const keyFor = (day: Day, { region, period }: z.infer<typeof Which>, scope: RegionPath) => {
    const path = region ?? scope
    if (!inScope(scope, path)) throw new AppError('forbidden', '该区划不在您的辖区。')
    return { period, day, region: path }
  }
  const written = () => {
    const now = deps.now()
    const { freezeMinutes } = policyOn(deps.reporting.reports, now.getTime())
    return { names: deps.names, now, freezeMinutes }
  }
  /** What the reader is to look at again reaches them without its decision, in a page as in a file. */
  const opened = async (actor: Actor, key: ReportKey, version?: number) =>
    reportFor(await openReport(deps, key, version), await seenBy(deps.db, actor))
  const behind = async (
    { day, id }: z.infer<typeof OfFigure>,
    query: z.infer<typeof Rows>,
    actor: Actor,
  ) => {
    const { region, period, version, limit, offset, county, over = [], ...narrowed } = query
    const ask = {
      ...{ id: figureOf(id), over: over.map(figureOf), version, limit, offset },
      narrowed: { ...narrowed, region: county },
    }
    const key = keyFor(day, { region, period }, actor.region)
    return rowsFor(await rowsBehind(deps, key, ask, actor), await seenBy(deps.db, actor))
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
        const which = c.req.valid('query')
        const key = keyFor(c.req.valid('param').day, which, c.var.actor.region)
        const report = await opened(c.var.actor, key, which.version)
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
        const which = c.req.valid('query')
        const { day, format } = c.req.valid('param')
        const key = keyFor(day, which, c.var.actor.region)
        const report = await opened(c.var.actor, key, which.version)
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
        const which = c.req.valid('query')
        const { day, chart: id } = c.req.valid('param')
        const key = keyFor(day, which, c.var.actor.region)
        const report = await opened(c.var.actor, key, which.version)
        const { state } = reportView(report, written())
        const chart = chartsOf(documentOf(report, state, deps.names)).find((it) => it.id === id)
        if (!chart) throw new AppError('not_found', `报告中没有图 ${id}。`)
        return c.body(chartSvg(chart), 200, { 'content-type': 'image/svg+xml; charset=utf-8' })
      },
    )
    .get(
      '/:day/figures/:id/rows',
      may('report.read'),
      validator('param', OfFigure),
      validator('query', Rows),
      async (c) =>
        c.json(await behind(c.req.valid('param'), c.req.valid('query'), c.var.actor), 200),
    )
    .get(
      '/:day/figures/:id/page',
      may('report.read'),
      validator('param', OfFigure),
      validator('query', Rows),
      async (c) => {
        const asked = c.req.valid('query')
        const found = await behind(c.req.valid('param'), asked, c.var.actor)
        const { columns, rows } = rowsTable(found, deps.names)
        const seen = asked.offset + rows.length
        const next = new URL(c.req.url).searchParams
        next.set('offset', String(seen))
        // A number that counts each room once has more rows than it says.
        const number = `${figureText(found.id, found.value)} ${found.unit}`
        const count = `${number};名单第 ${asked.offset + 1} 至 ${seen} 行,共 ${found.total} 行`
        return c.html(
          writeListPage(
            `${found.name}(v${found.version})`,
            [`口径:${found.definition}`, count, ...found.over.map(under(c.req.url))],
            columns,
            rows,
            seen < found.total ? `?${next}` : null,
          ),
        )
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

function figureOf(id: string): FigureId {
  if (isFigureId(id)) return id
  throw new AppError(
    'not_found',
    `没有编号为 ${id} 的统计数字,共 ${figureIds.length} 个,见报告附件4。`,
  )
}

/** What a rate is divided by, and the way to its list, narrowed as the page is. */
const under = (url: string) => (it: { id: string; name: string; text: string; unit: string }) => {
  const { searchParams } = new URL(url)
  for (const name of ['over', 'offset']) searchParams.delete(name)
  const href = `../${it.id}/page?${searchParams}`
  return { text: `分母:${it.name} ${it.text} ${it.unit}`, href }
}

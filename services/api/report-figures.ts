import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { seenBy } from '#shared/db/second-looks.ts'
import { writeListPage } from '#shared/documents/html.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { Day } from '#shared/domain/calendar.ts'
import { type FigureId, figureIds, figureText, isFigureId } from '#shared/domain/figure.ts'
import { RegionPath } from '#shared/domain/region.ts'
import { AppError } from '#shared/errors.ts'
import { rowsBehind, rowsTable } from '../report/rows.ts'
import { rowsFor } from '../report/withheld.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'
import { keyFor, OfDay, type ReportRouteDeps, Which } from './reports.ts'

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
const OfFigure = OfDay.extend({ id: z.string().max(60) })

/** The lists behind the numbers of a report, as rows and as a page. */
export function reportFigureRoutes(deps: ReportRouteDeps) {
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

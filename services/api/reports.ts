import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { Day } from '#shared/domain/calendar.ts'
import { inScope, RegionPath } from '#shared/domain/region.ts'
import { AppError } from '#shared/errors.ts'
import { buildReport, type ReportDeps } from '../report/build.ts'
import { type ReportNames, renderReport } from '../report/render.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Query = z.object({ region: RegionPath.optional() })

/** 日报 of one day, counted now if the figures moved: JSON, or the page people read with `.html`. */
export function reportRoutes(deps: ReportDeps & { readonly names: ReportNames }) {
  const report = async (day: Day, region: string, scope: string) => {
    if (!inScope(scope, region)) throw new AppError('forbidden', '该区划不在您的辖区。')
    return buildReport(deps, day, region)
  }
  return new Hono<ActorEnv>()
    .get(
      '/:day',
      may('report.read'),
      validator('param', z.object({ day: Day })),
      validator('query', Query),
      async (c) => {
        const { region = c.var.actor.region } = c.req.valid('query')
        return c.json(await report(c.req.valid('param').day, region, c.var.actor.region), 200)
      },
    )
    .get(
      '/:day/page',
      may('report.read'),
      validator('param', z.object({ day: Day })),
      validator('query', Query),
      async (c) => {
        const { region = c.var.actor.region } = c.req.valid('query')
        const filed = await report(c.req.valid('param').day, region, c.var.actor.region)
        return c.html(renderReport(filed.figures, filed.version, deps.names))
      },
    )
}

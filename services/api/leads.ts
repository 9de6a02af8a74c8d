import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { documentsOf } from '#shared/db/case-documents.ts'
import { leadFigures, leadFor, listLeads } from '#shared/db/leads.ts'
import { addDays, Day, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { closedLoopShare, LeadSource, LeadState } from '#shared/domain/lead.ts'
import { AppError } from '#shared/errors.ts'
import { leadSheet } from '../leads/export.ts'
import { HandoverForm, handOver } from '../leads/handover.ts'
import { importLeads, type LeadDeps } from '../leads/import.ts'
import { LeadStep, matchLead, stepLead } from '../leads/steps.ts'
import { maxBytes } from '../registry/import/table.ts'
import { toXlsx } from '../registry/sheet.ts'
import type { ActorEnv } from './actor.ts'
import { attach } from './attach.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'
import { FileName } from './upload.ts'

const Filter = z.object({
  direction: z.enum(['in', 'out']).optional(),
  source: LeadSource.optional(),
  state: LeadState.optional(),
  roomId: z.uuid().optional(),
  unmatched: z.stringbool().optional(),
  overdue: z.stringbool().default(false),
})
const Query = Page.extend(Filter.shape)
const ImportQuery = FileName.extend({ source: LeadSource.exclude(['monitoring']) })
const Period = z.object({ from: Day.optional(), to: Day.optional() })

const tooLarge = (c: Context) =>
  c.json({ code: 'invalid', message: '文件超过 20 MB，请拆成几个文件分别导入。' }, 413)

/** 线索: complaints and leads in, confirmed flags out, each with its clocks to the closing of the loop. */
export function leadRoutes(deps: LeadDeps) {
  const { db, now } = deps
  const filterOf = ({ overdue, ...filter }: z.infer<typeof Filter>) => ({
    ...filter,
    overdueAt: overdue ? now() : undefined,
  })
  return new Hono<ActorEnv>()
    .get('/', may('lead.read'), validator('query', Query), async (c) => {
      const { limit, after, ...filter } = c.req.valid('query')
      return c.json(await listLeads(db, c.var.actor, { ...filterOf(filter), limit, after }), 200)
    })
    .get('/figures', may('lead.read'), validator('query', Period), async (c) => {
      const today = dayOf(now().getTime())
      const { from = addDays(today, -89), to = today } = c.req.valid('query')
      if (to < from) throw new AppError('invalid', '截止日不得早于开始日。')
      const [begin, end] = [new Date(dayStartMs(from)), new Date(dayStartMs(addDays(to, 1)))]
      const figures = await leadFigures(db, c.var.actor, begin, end, now())
      const closedLoop = closedLoopShare(figures.sent, figures.closed)
      return c.json({ from, to, ...figures, closedLoop }, 200)
    })
    .get('/export', may('lead.export'), validator('query', Filter), async (c) => {
      const sheet = await leadSheet(deps, c.var.actor, filterOf(c.req.valid('query')))
      return attach(c, await toXlsx(sheet), `线索移交台账-${dayOf(now().getTime())}.xlsx`)
    })
    .post(
      '/import',
      may('lead.import'),
      validator('query', ImportQuery),
      bodyLimit({ maxSize: maxBytes, onError: tooLarge }),
      async (c) => {
        const { source, fileName: name } = c.req.valid('query')
        const bytes = Buffer.from(await c.req.arrayBuffer())
        return c.json(await importLeads(deps, c.var.actor, source, { name, bytes }), 200)
      },
    )
    .post('/handover', may('lead.write'), validator('json', HandoverForm), async (c) =>
      c.json(await handOver(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/:id', may('lead.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      const lead = await leadFor(db, c.var.actor, id)
      return c.json({ lead, documents: await documentsOf(db, c.var.actor, id) }, 200)
    })
    .post(
      '/:id/steps',
      may('lead.write'),
      validator('param', Id),
      validator('json', LeadStep),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await stepLead(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/room',
      may('lead.write'),
      validator('param', Id),
      validator('json', z.strictObject({ roomId: z.uuid() })),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await matchLead(deps, c.var.actor, id, c.req.valid('json').roomId), 200)
      },
    )
}

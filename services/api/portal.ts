import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { clipForPeople } from '#shared/db/clips.ts'
import { ownTrainings } from '#shared/db/portal.ts'
import { workingDaysLeft } from '#shared/domain/calendar.ts'
import { AppError } from '#shared/errors.ts'
import { askExtension } from '../notices/extension.ts'
import { operatorIdOf, type PortalDeps } from '../portal/deps.ts'
import { clipLink, noticeFacts, removalFacts } from '../portal/facts.ts'
import { ownFile } from '../portal/own.ts'
import { checkTalk, TalkForm } from '../portal/talk.ts'
import { readTicket } from '../portal/ticket.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Reason } from './forms.ts'
import { may } from './may.ts'
import { sendFile } from './send-file.ts'

const Clip = Id.extend({ flagId: z.uuid() })
const Ticket = z.object({ ticket: z.string().max(600) })
const Until = z.object({ until: z.coerce.date() })

/** 运营者门户: what only the portal asks. Applications, answers and receipts go by the routes everybody has. */
export function portalRoutes(deps: PortalDeps) {
  const { db, now } = deps
  return new Hono<ActorEnv>()
    .get('/', may('portal.use'), async (c) => c.json(await ownFile(deps, c.var.actor), 200))
    .get('/trainings', may('portal.use'), async (c) =>
      c.json({ rows: await ownTrainings(db, c.var.actor) }, 200),
    )
    .get('/working-days', may('portal.use'), validator('query', Until), (c) => {
      const { until } = c.req.valid('query')
      const left = workingDaysLeft(now().getTime(), until.getTime(), deps.holidays)
      return c.json({ left, past: until < now() }, 200)
    })
    .get('/notices/:id/facts', may('portal.use'), validator('param', Id), async (c) =>
      c.json({ rows: await noticeFacts(deps, c.var.actor, c.req.valid('param').id) }, 200),
    )
    .get('/removals/:id/facts', may('portal.use'), validator('param', Id), async (c) =>
      c.json({ rows: await removalFacts(deps, c.var.actor, c.req.valid('param').id) }, 200),
    )
    .post(
      '/notices/:id/extension',
      may('portal.use'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await askExtension(deps, c.var.actor, id, c.req.valid('json').reason), 201)
      },
    )
    .post('/notices/:id/clips/:flagId', may('portal.use'), validator('param', Clip), async (c) => {
      c.header('cache-control', 'no-store')
      const place = { paper: 'notices' as const, ...c.req.valid('param') }
      return c.json(await clipLink(deps, c.var.actor, place), 201)
    })
    .post('/removals/:id/clips/:flagId', may('portal.use'), validator('param', Clip), async (c) => {
      c.header('cache-control', 'no-store')
      const place = { paper: 'removals' as const, ...c.req.valid('param') }
      return c.json(await clipLink(deps, c.var.actor, place), 201)
    })
    .get('/clips/:ticket', may('portal.use'), validator('param', Ticket), async (c) => {
      const { actor } = c.var
      const who = { operatorId: operatorIdOf(actor), nowMs: now().getTime() }
      const { clipId } = readTicket(deps.access.secret, c.req.valid('param').ticket, who)
      const clip = await clipForPeople(db, actor, clipId)
      const preview = clip?.files.find(({ role }) => role === 'preview')
      if (!preview) throw new AppError('not_found', '没有这个片段，可能已到期删除。')
      const answer = await sendFile(c, deps.blobs.path(preview.key), preview.mime)
      answer.headers.set('cache-control', 'private, no-store')
      return answer
    })
    .post('/talk-check', may('portal.use'), validator('json', TalkForm), async (c) => {
      c.header('cache-control', 'no-store')
      const lexicon = await deps.shelf.latest()
      const marks = checkTalk(lexicon, c.req.valid('json'), { ...deps, at: now() })
      return c.json({ lexicon: lexicon.version, marks }, 200)
    })
}

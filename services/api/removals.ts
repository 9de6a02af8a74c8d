import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { documentsOf } from '#shared/db/case-documents.ts'
import { repliesTo } from '#shared/db/notices.ts'
import { roomEvents } from '#shared/db/pool.ts'
import { decidersOf, listRemovals, removalFor, signaturesOf } from '#shared/db/removals.ts'
import { favourableFacts } from '#shared/domain/favourable.ts'
import { leniencyGrounds } from '#shared/domain/leniency.ts'
import { stillDue } from '#shared/domain/removal.ts'
import { RemovalState, removalStages, stageOf } from '#shared/domain/removal-stages.ts'
import { reinstate } from '../removal/publish.ts'
import { SignForm, signRemoval } from '../removal/sign.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page, Reason } from './forms.ts'
import { may } from './may.ts'
import type { NoticeRouteDeps } from './notices.ts'

const Query = Page.extend({ state: RemovalState.optional(), roomId: z.uuid().optional() })

/** 移出案件: six stages with signatures, return of a room whose facts fell. */
export function removalRoutes(deps: NoticeRouteDeps) {
  const { db, now } = deps
  return new Hono<ActorEnv>()
    .get('/', may('removal.read'), validator('query', Query), async (c) =>
      c.json(await listRemovals(db, c.var.actor, c.req.valid('query')), 200),
    )
    .get('/rules', may('removal.read'), (c) =>
      c.json({ stages: removalStages, grounds: leniencyGrounds }, 200),
    )
    .get('/:id', may('removal.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      const found = await removalFor(db, c.var.actor, id)
      const { proposal } = found
      const signatures = await signaturesOf(db, id)
      const events = await roomEvents(db, proposal.roomId)
      const atMs = now().getTime()
      const view = {
        ...found,
        stage: signatures.length > 0 ? stageOf(signatures) : 'verify',
        now: stillDue(proposal.body, events, deps.policies, atMs),
        favourable: favourableFacts(events, atMs),
        replies: await repliesTo(db, { proposalId: id }),
        documents: await documentsOf(db, c.var.actor, id),
      }
      // Who signs what inside the bureau is not the operator's to see.
      if (c.var.actor.operatorId) return c.json({ ...view, signatures: [], deciders: [] }, 200)
      const deciders = await decidersOf(db, proposal.flagIds)
      return c.json({ ...view, signatures, deciders }, 200)
    })
    .post(
      '/:id/signatures',
      may('removal.sign'),
      validator('param', Id),
      validator('json', SignForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await signRemoval(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .post(
      '/:id/reinstate',
      may('removal.reinstate'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await reinstate(deps, c.var.actor, id, c.req.valid('json').reason), 200)
      },
    )
}

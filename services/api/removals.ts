import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { documentsOf } from '#shared/db/case-documents.ts'
import { repliesTo } from '#shared/db/notices.ts'
import { roomEvents } from '#shared/db/pool.ts'
import { decidersOf, listRemovals, removalFor, signaturesOf } from '#shared/db/removals.ts'
import { favourableFacts } from '#shared/domain/favourable.ts'
import { Leniency, leniencyGrounds } from '#shared/domain/leniency.ts'
import { stillDue } from '#shared/domain/removal.ts'
import { RemovalState, removalStages, stageOf } from '#shared/domain/removal-stages.ts'
import { storeUpload } from '../applications/materials.ts'
import { AnswerForm } from '../notices/answer.ts'
import { answerRemoval, extendHearing, fillLeniency, serveHearing } from '../removal/hearing.ts'
import { reinstate } from '../removal/publish.ts'
import { SignForm, signRemoval } from '../removal/sign.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page, Reason } from './forms.ts'
import { may } from './may.ts'
import type { NoticeRouteDeps } from './notices.ts'
import { FileName, uploadLimit, uploadOf } from './upload.ts'

const Query = Page.extend({ state: RemovalState.optional(), roomId: z.uuid().optional() })
const { system, diligence, grounds, outcome, reason } = Leniency.shape
const Box = z
  .strictObject({ system, diligence, grounds, outcome, reason })
  .refine((box) => box.outcome === 'none' || box.grounds.length > 0, {
    message: '从轻、减轻或免于，须至少勾选一项依据',
    path: ['grounds'],
  })

/** 移出案件: six stages with signatures, hearing, leniency, return of a room whose facts fell. */
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
    .post('/:id/hearing', may('removal.hear'), validator('param', Id), async (c) =>
      c.json(await serveHearing(deps, c.var.actor, c.req.valid('param').id), 200),
    )
    .post(
      '/:id/hearing/extend',
      may('removal.hear'),
      validator('param', Id),
      validator('json', Reason),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await extendHearing(deps, c.var.actor, id, c.req.valid('json').reason), 200)
      },
    )
    .post(
      '/:id/files',
      may('removal.answer'),
      validator('param', Id),
      validator('query', FileName),
      uploadLimit,
      async (c) => {
        await removalFor(db, c.var.actor, c.req.valid('param').id)
        const upload = await uploadOf(c, c.req.valid('query').fileName)
        return c.json(await storeUpload(deps.blobs, upload), 201)
      },
    )
    .post(
      '/:id/statement',
      may('removal.answer'),
      validator('param', Id),
      validator('json', AnswerForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await answerRemoval(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .put(
      '/:id/leniency',
      may('removal.leniency'),
      validator('param', Id),
      validator('json', Box),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await fillLeniency(deps, c.var.actor, id, c.req.valid('json')), 200)
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

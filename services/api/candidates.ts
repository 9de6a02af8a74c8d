import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listCandidates } from '#shared/db/candidates.ts'
import { CandidateSource, CandidateState } from '#shared/domain/candidate.ts'
import { type CandidateDeps, dismissCandidate, promoteCandidate } from '../candidates/decide.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Query = z.object({
  state: CandidateState.optional(),
  source: CandidateSource.optional(),
  category: z.string().max(60).optional(),
  roomId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})
const Id = z.object({ id: z.uuid() })
const Body = z.object({ reason: z.string().max(2000).default('') })

/** 候选: what models propose, apart from the flags; a person makes a flag of one or says it is none. */
export function candidateRoutes(deps: CandidateDeps) {
  return new Hono<ActorEnv>()
    .get('/', may('candidate.read'), validator('query', Query), async (c) => {
      const { rows, total } = await listCandidates(deps.db, c.var.actor, c.req.valid('query'))
      return c.json({ rows: rows.map(blind), total }, 200)
    })
    .post(
      '/:id/promote',
      may('candidate.decide'),
      validator('param', Id),
      validator('json', Body),
      async (c) => {
        const { reason } = c.req.valid('json')
        return c.json(
          await promoteCandidate(deps, c.req.valid('param').id, reason, c.var.actor),
          200,
        )
      },
    )
    .post(
      '/:id/dismiss',
      may('candidate.decide'),
      validator('param', Id),
      validator('json', Body),
      async (c) => {
        const { reason } = c.req.valid('json')
        return c.json(
          await dismissCandidate(deps, c.req.valid('param').id, reason, c.var.actor),
          200,
        )
      },
    )
}

/** What became a flag is judged there, by a reader who has not been told what a model thinks of it. */
function blind<T extends { state: CandidateState; reason: string; score: number | null }>(row: T) {
  return row.state === 'promoted' ? { ...row, reason: '', score: null } : row
}

import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { publicListing, roomHistory } from '#shared/db/listings.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { ByHand, MembershipState } from '#shared/domain/membership.ts'
import { AppError } from '#shared/errors.ts'
import { standingCourse } from '../pool/course.ts'
import { type StepDeps, stepMembership } from '../pool/step.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page, Reason } from './forms.ts'
import { may } from './may.ts'

const courseDays = 90
const StepForm = Reason.extend({ verb: ByHand, seen: MembershipState.optional() })

/** 在库: steps people take by themselves, a room's log, and the list the public may see. */
export function membershipRoutes(
  deps: StepDeps & { readonly roomChanged: (roomId: string) => Promise<void> },
) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/listed', may('listing.read'), validator('query', Page), async (c) =>
      c.json(await publicListing(db, c.var.actor, c.req.valid('query')), 200),
    )
    .get('/:id/history', may('membership.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      if (!(await roomStanding(db, c.var.actor, id)))
        throw new AppError('not_found', '没有这个直播间，或不在您的辖区。')
      return c.json({ rows: await roomHistory(db, c.var.actor, id) }, 200)
    })
    .get('/:id/course', may('room.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      if (!(await roomStanding(db, c.var.actor, id)))
        throw new AppError('not_found', '没有这个直播间，或不在您的辖区。')
      const rows = await standingCourse(deps, id, deps.now().getTime(), courseDays)
      return c.json({ rows }, 200)
    })
    .post(
      '/:id/steps',
      may('membership.step'),
      validator('param', Id),
      validator('json', StepForm),
      async (c) => {
        const { verb, ...body } = c.req.valid('json')
        const { id } = c.req.valid('param')
        const moved = await stepMembership(deps, c.var.actor, id, verb, body)
        await deps.roomChanged(id)
        return c.json(moved, 200)
      },
    )
}

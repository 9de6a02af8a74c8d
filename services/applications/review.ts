import { z } from 'zod'
import { act } from '#shared/db/act.ts'
import { lockApplication, updateApplication } from '#shared/db/applications.ts'
import { stepIn } from '#shared/db/membership.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity, checkUnderWay, MendItem } from '#shared/domain/application.ts'
import { dueOf, extendedDue } from '#shared/domain/clock.ts'
import { AppError } from '#shared/errors.ts'
import { type CaseDeps, noClock } from './deps.ts'
import { fileLetter, type Letter, untilText } from './papers.ts'
import { mendDoc, rejectionDoc } from './words.ts'

/** County and city review. `return` names exactly what is to be mended, `reject` says why. */
export const ReviewBody = z.strictObject({
  verb: z.enum(['start_county_review', 'return', 'reject', 'report', 'start_city_review']),
  opinion: z.string().trim().max(4000).default(''),
  mend: z.array(MendItem).max(50).default([]),
})
export type ReviewBody = z.infer<typeof ReviewBody>

/** Places on the way that are the city's, not the county's. */
const ofCity = ['reported', 'city_review', 'scored']

/**
 * One step of the review: the room moves, the clock of what comes next starts. Throws `forbidden` for a county at the
 * city's steps, `conflict` when the room is elsewhere by now.
 */
export async function reviewApplication(
  deps: CaseDeps,
  actor: Actor,
  id: string,
  { verb, opinion, mend }: ReviewBody,
) {
  const deed = { verb: 'application.review' as const, subject: id, reason: opinion }
  return act(deps, actor, deed, async (tx, at) => {
    const found = await lockApplication(tx, actor, id)
    const { application, place, region } = found
    checkUnderWay(application.state)
    if (ofCity.includes(place)) checkCity(actor, region)
    // What comes of an objection is the approver's to say, with the objection.
    if (place === 'objection') throw new AppError('conflict', '异议核查中，请在异议处理中办结。')
    if (verb === 'return' && mend.length === 0)
      throw new AppError('invalid', '退回补正须逐项写明要补正的内容。')
    if (verb === 'reject' && opinion === '') throw new AppError('invalid', '不予入库须写明理由。')
    const step = { roomId: application.roomId, verb, reason: opinion, by: actor.name }
    const { from, to } = await stepIn(tx, step, at)
    const due = dueOf(deps, 'mend', at)
    if (verb === 'return') {
      const doc: Letter['doc'] = (paper) => mendDoc(paper, found, mend, untilText('补正期限', due))
      await fileLetter(deps, tx, { application, kind: 'mend-letter', by: actor.name, doc }, at)
    }
    if (verb === 'reject') {
      const doc: Letter['doc'] = (paper) => rejectionDoc(paper, found, opinion)
      await fileLetter(deps, tx, { application, kind: 'rejection-letter', by: actor.name, doc }, at)
    }
    const result = await updateApplication(tx, application, {
      opinion,
      ...(verb === 'return' ? { mend, extended: false, ...due } : {}),
      ...(verb === 'report' ? { extended: false, ...dueOf(deps, 'city-review', at) } : {}),
      ...(verb === 'reject' ? { state: 'rejected' as const, closedAt: at, ...noClock } : {}),
    })
    return { result, before: { place: from }, after: { place: to, mend } }
  })
}

/** Extends the clock that runs, once, by what the policy grants. */
export async function extendReview(deps: CaseDeps, actor: Actor, id: string, reason: string) {
  const deed = { verb: 'application.review' as const, subject: id, reason }
  return act(deps, actor, deed, async (tx, at) => {
    const { application, place, region } = await lockApplication(tx, actor, id)
    if (ofCity.includes(place)) checkCity(actor, region)
    const { clock, dueAt, extended } = application
    if (clock === null) throw new AppError('conflict', '现在没有在走的时限。')
    if (extended) throw new AppError('conflict', '时限只能延长一次。')
    const due = extendedDue(deps, clock, dueAt, at)
    const result = await updateApplication(tx, application, { ...due, extended: true })
    return { result, before: { dueAt }, after: { dueAt: due.dueAt, dueUnknown: due.dueUnknown } }
  })
}

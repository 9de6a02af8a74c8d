import { act } from '#shared/db/act.ts'
import {
  addObjection,
  decideObjection,
  lockApplication,
  objectionsOf,
  updateApplication,
} from '#shared/db/applications.ts'
import { stepIn } from '#shared/db/membership.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import { cardsOf } from '#shared/db/scorecards.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity, checkUnderWay } from '#shared/domain/application.ts'
import { dayMs, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { dueOf } from '#shared/domain/clock.ts'
import { validUntil } from '#shared/domain/membership-terms.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { AppError } from '#shared/errors.ts'
import { type CaseDeps, noClock } from './deps.ts'
import { candidateOf, fileLetter, type Letter, untilText } from './papers.ts'
import { listingDoc, publicityDoc, rejectionDoc } from './words.ts'

/** Puts a room that was scored high enough before the public. */
export async function publicize(deps: CaseDeps, actor: Actor, id: string, reason: string) {
  const deed = { verb: 'application.settle' as const, subject: id, reason }
  return act(deps, actor, deed, async (tx, at) => {
    const found = await lockApplication(tx, actor, id)
    const { application, region } = found
    checkCity(actor, region)
    checkUnderWay(application.state)
    const final = (await cardsOf(tx, id)).find(({ kind }) => kind === 'final')
    if (final?.outcome !== 'list')
      throw new AppError('conflict', `定分结果不是“建议入库”，不能公示：${application.opinion}`)
    const step = { roomId: application.roomId, verb: 'publicize' as const, reason, by: actor.name }
    const { from, to } = await stepIn(tx, step, at)
    const due = dueOf(deps, 'publicity', at)
    const rooms = [candidateOf(deps, found)]
    const doc: Letter['doc'] = (paper) => publicityDoc(paper, rooms, untilText('公示', due))
    await fileLetter(deps, tx, { application, kind: 'listing-publicity', by: actor.name, doc }, at)
    const result = await updateApplication(tx, application, due)
    return { result, before: { place: from }, after: { place: to } }
  })
}

export interface ObjectionBody {
  readonly raisedBy: string
  readonly contact: string
  readonly text: string
}

/** Enters what somebody holds against the listing, in the publicity period; the room waits for the check. */
export async function object(deps: CaseDeps, actor: Actor, id: string, body: ObjectionBody) {
  const deed = { verb: 'application.object' as const, subject: id, reason: body.text }
  return act(deps, actor, deed, async (tx, at) => {
    const { application, place, region } = await lockApplication(tx, actor, id)
    checkCity(actor, region)
    checkUnderWay(application.state)
    if (place === 'publicity')
      await stepIn(
        tx,
        { roomId: application.roomId, verb: 'object', reason: body.text, by: actor.name },
        at,
      )
    else if (place !== 'objection') throw new AppError('conflict', '不在公示期内，不能登记异议。')
    const { dueAt, dueUnknown } = dueOf(deps, 'objection', at)
    const entered = { applicationId: id, at, enteredBy: actor.name, dueAt, dueUnknown }
    const result = await addObjection(tx, { ...body, ...entered })
    return { result, after: { objection: result.id } }
  })
}

/** What the check of an objection found. Upheld ends the application; the last one dismissed lets publicity run on. */
export async function settleObjection(
  deps: CaseDeps,
  actor: Actor,
  { id, objectionId }: { readonly id: string; readonly objectionId: string },
  { outcome, reason }: { readonly outcome: 'dismissed' | 'upheld'; readonly reason: string },
) {
  const deed = { verb: 'application.settle' as const, subject: id, reason }
  return act(deps, actor, deed, async (tx, at) => {
    const found = await lockApplication(tx, actor, id)
    const { application, place, region } = found
    checkCity(actor, region)
    checkUnderWay(application.state)
    if (place !== 'objection') throw new AppError('conflict', '不在异议核查中，请刷新后再看。')
    const all = await objectionsOf(tx, id)
    if (!all.some((o) => o.id === objectionId)) throw new AppError('not_found', '没有这件异议。')
    const decided = { outcome, reason, decidedBy: actor.name, decidedAt: at }
    if (!(await decideObjection(tx, objectionId, decided)))
      throw new AppError('conflict', '这件异议刚被他人处理，请刷新后再看。')
    const step = { roomId: application.roomId, reason, by: actor.name }
    if (outcome === 'upheld') {
      await stepIn(tx, { ...step, verb: 'reject' }, at)
      const ended = { state: 'rejected' as const, opinion: reason, closedAt: at, ...noClock }
      await updateApplication(tx, application, ended)
      const doc: Letter['doc'] = (paper) => rejectionDoc(paper, found, reason)
      await fileLetter(deps, tx, { application, kind: 'rejection-letter', by: actor.name, doc }, at)
    } else if (all.every((o) => o.id === objectionId || o.outcome !== null))
      await stepIn(tx, { ...step, verb: 'dismiss_objection' }, at)
    return { result: decided, after: { objection: objectionId, outcome } }
  })
}

/** Lists a room after its publicity: certificate number, last valid day. Throws `conflict` before the period has run. */
export async function listRoom(deps: CaseDeps, actor: Actor, id: string, reason: string) {
  const deed = { verb: 'application.settle' as const, subject: id, reason }
  return act(deps, actor, deed, async (tx, at) => {
    const found = await lockApplication(tx, actor, id)
    const { application, region } = found
    checkCity(actor, region)
    checkUnderWay(application.state)
    const { roomId, dueAt, dueUnknown } = application
    if (dueUnknown !== null) throw new AppError('unavailable', dueUnknown)
    if (dueAt !== null && at <= dueAt)
      throw new AppError('conflict', `公示期至 ${dayOf(dueAt.getTime())} 届满，届满后方可入库。`)
    const listedOn = dayOf(at.getTime())
    const valid = validUntil(listedOn, policyOn(deps.policies, at.getTime()))
    const until = new Date(dayStartMs(valid) + dayMs - 1)
    await stepIn(tx, { roomId, verb: 'list', reason, by: actor.name, until }, at)
    const certificate = await nextNumber(tx, 'certificate', at)
    const listing = { certificate, validUntil: valid }
    const doc: Letter['doc'] = (paper) => listingDoc(paper, found, listing)
    await fileLetter(deps, tx, { application, kind: 'listing-letter', by: actor.name, doc }, at)
    const result = await updateApplication(tx, application, {
      state: 'listed',
      certificate,
      listedOn,
      validUntil: valid,
      closedAt: at,
      ...noClock,
    })
    return { result, before: { place: 'publicity' }, after: { place: 'listed', certificate } }
  })
}

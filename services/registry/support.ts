import { act } from '#shared/db/act.ts'
import { lockOperator } from '#shared/db/operators.ts'
import { addMeasure, addOffer, getMeasure, lockOffer, setOffer } from '#shared/db/support.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import {
  type MeasureForm,
  type OfferState,
  offerStateNames,
  offerSteps,
} from '#shared/domain/support.ts'
import { AppError } from '#shared/errors.ts'
import { checkRegion, found, type RegistryDeps } from './deps.ts'

/** Puts a measure into the catalogue. */
export async function offerMeasure(deps: RegistryDeps, actor: Actor, form: MeasureForm) {
  return act(deps, actor, { verb: 'support.write' }, async (tx, at) => {
    checkRegion(deps, actor, form.region)
    const result = await addMeasure(tx, form, actor.name, at)
    return { result, subject: result.id, after: result }
  })
}

/** Notes that a measure was offered to an operator. */
export async function offerTo(
  deps: RegistryDeps,
  actor: Actor,
  measureId: string,
  { operatorId, offeredOn }: { readonly operatorId: string; readonly offeredOn?: Day | undefined },
) {
  return act(deps, actor, { verb: 'support.write', subject: measureId }, async (tx, at) => {
    const measure = found(await getMeasure(tx, actor, measureId), '培育措施')
    found(await lockOperator(tx, actor, operatorId), '经营主体')
    const day = offeredOn ?? dayOf(at.getTime())
    if (day < measure.validFrom || (measure.validUntil !== null && day > measure.validUntil))
      throw new AppError('invalid', `该措施在 ${day} 不在有效期内，请核对日期。`)
    const offer = { measureId, operatorId, offeredOn: day, offeredBy: actor.name, createdAt: at }
    const result = await addOffer(tx, offer)
    return { result, after: result }
  })
}

/** What came of an offer. Throws `conflict` for a step that its state does not allow. */
export async function noteOutcome(
  deps: RegistryDeps,
  actor: Actor,
  offerId: string,
  { state, outcome }: { readonly state: OfferState; readonly outcome: string },
) {
  return act(deps, actor, { verb: 'support.write', subject: offerId }, async (tx, at) => {
    const before = found(await lockOffer(tx, actor, offerId), '推送记录')
    if (!offerSteps[before.state].includes(state))
      throw new AppError(
        'conflict',
        `“${offerStateNames[before.state]}”之后不能改为“${offerStateNames[state]}”。`,
      )
    const outcomeOn = dayOf(at.getTime())
    const after = await setOffer(tx, offerId, { state, outcome, outcomeOn })
    return { result: after, before, after }
  })
}

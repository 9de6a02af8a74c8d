import { act } from '#shared/db/act.ts'
import { putLicence, removeLicence } from '#shared/db/licences.ts'
import { addOperator, lockOperator, type Operator, updateOperator } from '#shared/db/operators.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { Edit } from '#shared/domain/edit.ts'
import type { LicenceForm } from '#shared/domain/licence.ts'
import type { OperatorForm } from '#shared/domain/operator.ts'
import { checkRegion, checkSeen, found, type RegistryDeps } from './deps.ts'

/** Opens a region's file on an operator. Throws `conflict` when the region has one of this code. */
export async function createOperator(
  deps: RegistryDeps,
  actor: Actor,
  form: OperatorForm,
): Promise<Operator> {
  return act(deps, actor, { verb: 'operator.write' }, async (tx, at) => {
    checkRegion(deps, actor, form.region)
    const result = await addOperator(tx, form, at)
    return { result, subject: result.id, after: result }
  })
}

/** Changes the named fields: also a new look-up in the credit lists, which names its day and source. */
export async function editOperator(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  { seen, reason, ...change }: Edit<typeof OperatorForm>,
): Promise<Operator> {
  return act(deps, actor, { verb: 'operator.write', subject: id, reason }, async (tx, at) => {
    const before = found(await lockOperator(tx, actor, id), '经营主体')
    checkSeen(before, seen)
    if (change.region !== undefined) checkRegion(deps, actor, change.region)
    const after = await updateOperator(tx, before, change, at)
    return { result: after, before, after }
  })
}

/** Files a licence, or brings the one of this kind and number up to date. */
export async function fileLicence(
  deps: RegistryDeps,
  actor: Actor,
  operatorId: string,
  form: LicenceForm,
) {
  return act(deps, actor, { verb: 'licence.write', subject: operatorId }, async (tx, at) => {
    found(await lockOperator(tx, actor, operatorId), '经营主体')
    const { before, after } = await putLicence(tx, operatorId, form, at)
    return { result: after, before, after }
  })
}

export async function dropLicence(
  deps: RegistryDeps,
  actor: Actor,
  place: { readonly id: string; readonly licenceId: string },
  reason: string,
) {
  const deed = { verb: 'licence.write', subject: place.id, reason } as const
  return act(deps, actor, deed, async (tx) => {
    found(await lockOperator(tx, actor, place.id), '经营主体')
    const before = found(await removeLicence(tx, place.id, place.licenceId), '资质')
    return { result: { ok: true }, before }
  })
}

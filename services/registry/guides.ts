import { createHash } from 'node:crypto'
import { act } from '#shared/db/act.ts'
import { addGuide, addReceipt, getGuide } from '#shared/db/guides.ts'
import { lockOperator } from '#shared/db/operators.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { GuideForm } from '#shared/domain/guide.ts'
import { checkRegion, found, type RegistryDeps } from './deps.ts'

/** Publishes the next version of a document to a region and those below it. */
export async function publishGuide(
  deps: RegistryDeps,
  actor: Actor,
  form: GuideForm,
  reason: string,
) {
  return act(deps, actor, { verb: 'guide.publish', reason }, async (tx, at) => {
    checkRegion(deps, actor, form.region)
    const sha256 = createHash('sha256').update(form.body).digest('hex')
    const result = await addGuide(tx, form, { sha256, by: actor.name, at })
    const { body: _, ...after } = result
    return { result, subject: result.id, after }
  })
}

/** 阅读回执: an operator has read this version; noted once. */
export async function confirmRead(
  deps: RegistryDeps,
  actor: Actor,
  guideId: string,
  { operatorId, readBy }: { readonly operatorId: string; readonly readBy: string },
) {
  return act(deps, actor, { verb: 'guide.receipt', subject: guideId }, async (tx, at) => {
    found(await getGuide(tx, actor, guideId), '文件')
    found(await lockOperator(tx, actor, operatorId), '经营主体')
    const receipt = { guideId, operatorId, readBy: readBy || actor.name, readAt: at }
    const first = await addReceipt(tx, receipt)
    return { result: { first }, before: { read: !first }, after: { ...receipt, read: true } }
  })
}

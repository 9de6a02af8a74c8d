import { z } from 'zod'
import { act } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import { stepIn } from '#shared/db/membership.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import type { Proposal } from '#shared/db/pool.ts'
import { addSignature, lockRemoval, updateRemoval } from '#shared/db/removals.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity } from '#shared/domain/application.ts'
import { dueOf } from '#shared/domain/clock.ts'
import { policyOn } from '#shared/domain/policy.ts'
import {
  checkSignature,
  RemovalSignature,
  removalStages,
  stageOf,
} from '#shared/domain/removal-stages.ts'
import { AppError } from '#shared/errors.ts'
import type { NoticeDeps } from '../notices/deps.ts'
import { checkAlive, fileOf } from './file.ts'
import { carryOut } from './publish.ts'

export const SignForm = RemovalSignature.pick({ stage: true, outcome: true }).extend({
  reason: z.string().trim().max(4000).default(''),
  /** The room's name, typed by whoever approves. */
  confirm: z.string().trim().max(100).optional(),
})
export type SignForm = z.infer<typeof SignForm>

const hourMs = 3_600_000

/**
 * Signs the stage that waits. Whoever decided a flag of the case or signed a stage kept apart is refused here and by
 * the database; a city stage takes a person of the city. What follows from the signature happens with it.
 */
export async function signRemoval(deps: NoticeDeps, actor: Actor, id: string, form: SignForm) {
  const { stage, outcome, reason } = form
  const deed = { verb: 'removal.sign' as const, subject: id, reason }
  return act(deps, actor, deed, async (tx, at) => {
    const found = await lockRemoval(tx, actor, id)
    const { proposal, room, region } = found
    await checkAlive(deps, tx, proposal, at)
    const file = await fileOf(tx, proposal)
    const signature = { stage, outcome, by: actor.name, reason, atMs: at.getTime() }
    const { holdHours } = policyOn(deps.policies, at.getTime()).removal
    checkSignature(file, { ...signature, roles: actor.roles }, holdHours)
    if (['review', 'approve', 'publish'].includes(stage)) checkCity(actor, region)
    if (stage === 'approve' && outcome === 'agree' && form.confirm !== room)
      throw new AppError('invalid', '请输入直播间名称以确认批准。')
    await addSignature(tx, id, file.signatures.length + 1, signature)
    const waiting = stageOf([...file.signatures, signature])
    const step = { roomId: proposal.roomId, reason, by: actor.name }
    if (waiting === 'kept') await endKept(tx, proposal, found.place, step, at)
    else if (waiting === 'done') await carryOut(deps, tx, found, actor.name, at)
    else {
      const number = proposal.number ?? (await nextNumber(tx, 'removal', at))
      const stageDueAt =
        stage === 'approve' && outcome === 'agree'
          ? new Date(at.getTime() + holdHours * hourMs)
          : clockEnd(deps, waiting, at)
      await updateRemoval(tx, proposal, { number, stageDueAt })
    }
    const result = { id, stage: waiting }
    return { result, before: { stage }, after: { stage: waiting, outcome } }
  })
}

function clockEnd(deps: NoticeDeps, stage: string, at: Date): Date | null {
  const clock = removalStages.find((rule) => rule.stage === stage)?.clock
  // The hearing's clock starts when the facts are served.
  return clock && stage !== 'hear' ? dueOf(deps, clock, at).dueAt : null
}

/** 维持在库. */
async function endKept(
  tx: Db,
  proposal: Proposal,
  place: string,
  step: { readonly roomId: string; readonly reason: string; readonly by: string },
  at: Date,
): Promise<void> {
  await updateRemoval(tx, proposal, { state: 'kept', stageDueAt: null })
  const verb = place === 'statement' ? 'keep' : 'withdraw_removal'
  await stepIn(tx, { ...step, verb }, at)
}

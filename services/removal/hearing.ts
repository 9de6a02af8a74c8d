import { act } from '#shared/db/act.ts'
import { stepIn } from '#shared/db/membership.ts'
import { addReply } from '#shared/db/notices.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import { lockRemoval, updateRemoval } from '#shared/db/removals.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dueOf, extendedDue } from '#shared/domain/clock.ts'
import type { Leniency } from '#shared/domain/leniency.ts'
import { stageOf } from '#shared/domain/removal-stages.ts'
import { AppError } from '#shared/errors.ts'
import { type AnswerForm, storedFiles } from '../notices/answer.ts'
import { fileDocument, type NoticeDeps } from '../notices/deps.ts'
import { dayText } from '../notices/words.ts'
import { checkAlive, fileOf } from './file.ts'
import { hearingDoc } from './words.ts'

/** Serves the facts on the operator: the hearing's clock starts, the room is in `statement`. */
export async function serveHearing(deps: NoticeDeps, actor: Actor, id: string) {
  return act(deps, actor, { verb: 'removal.hear', subject: id }, async (tx, at) => {
    const found = await lockRemoval(tx, actor, id)
    const { proposal, place } = found
    await checkAlive(deps, tx, proposal, at)
    const { signatures } = await fileOf(tx, proposal)
    if (stageOf(signatures) !== 'hear')
      throw new AppError('conflict', '案件不在告知申辩环节，不能送达告知书。')
    if (proposal.servedAt !== null) throw new AppError('conflict', '事实告知书已送达。')
    const number = await nextNumber(tx, 'removalNotice', at)
    const { dueAt, dueUnknown } = dueOf(deps, 'removal-hear', at)
    const dueText = dueAt
      ? `你（单位）在${dayText(dueAt)}前`
      : `期限另行告知（${dueUnknown}），其间`
    const doc = hearingDoc(deps, found, { number, at }, proposal.body, dueText)
    const { roomId } = proposal
    const filed = { roomId, subjectId: id, kind: 'removal-notice' as const, number }
    await fileDocument(deps, tx, { ...filed, by: actor.name, doc }, at)
    if (place === 'removal_proposed')
      await stepIn(tx, { roomId, verb: 'notify_removal', reason: number, by: actor.name }, at)
    const served = { servedAt: at, hearingDueAt: dueAt, hearingDueUnknown: dueUnknown }
    const result = await updateRemoval(tx, proposal, { ...served, stageDueAt: dueAt })
    return { result, before: { place }, after: { place: 'statement', number } }
  })
}

/** Extends the hearing, once. */
export async function extendHearing(deps: NoticeDeps, actor: Actor, id: string, reason: string) {
  return act(deps, actor, { verb: 'removal.hear', subject: id, reason }, async (tx, at) => {
    const { proposal } = await lockRemoval(tx, actor, id)
    await checkAlive(deps, tx, proposal, at)
    if (proposal.servedAt === null) throw new AppError('conflict', '事实告知书尚未送达。')
    if (proposal.hearingExtended) throw new AppError('conflict', '期限只能延长一次。')
    const { dueAt } = extendedDue(deps, 'removal-hear', proposal.hearingDueAt, at)
    const change = { hearingDueAt: dueAt, stageDueAt: dueAt, hearingExtended: true }
    const result = await updateRemoval(tx, proposal, change)
    return { result, before: { dueAt: proposal.hearingDueAt }, after: { dueAt } }
  })
}

/** 陈述申辩: what the operator says to the facts, any number of times until the case ends. */
export async function answerRemoval(deps: NoticeDeps, actor: Actor, id: string, form: AnswerForm) {
  return act(deps, actor, { verb: 'removal.answer', subject: id }, async (tx, at) => {
    const { proposal } = await lockRemoval(tx, actor, id)
    await checkAlive(deps, tx, proposal, at)
    if (proposal.servedAt === null) throw new AppError('conflict', '事实告知书尚未送达。')
    const attachments = await storedFiles(deps.blobs, form.attachments)
    const said = { text: form.text, attachments, by: actor.name, at }
    const reply = await addReply(tx, { proposalId: id, kind: 'statement', ...said })
    await updateRemoval(tx, proposal, { answeredAt: proposal.answeredAt ?? at })
    return { result: reply, after: { reply: reply.id } }
  })
}

/** Fills the box 合规尽责情况; filled again, the older one stays in the audit. */
export async function fillLeniency(
  deps: NoticeDeps,
  actor: Actor,
  id: string,
  box: Omit<Leniency, 'by' | 'atMs'>,
) {
  return act(deps, actor, { verb: 'removal.leniency', subject: id }, async (tx, at) => {
    const { proposal } = await lockRemoval(tx, actor, id)
    await checkAlive(deps, tx, proposal, at)
    const { signatures } = await fileOf(tx, proposal)
    if (['approve', 'publish'].includes(stageOf(signatures)))
      throw new AppError('conflict', '案件已审核，合规尽责情况不能再改；请先退回。')
    const leniency = { ...box, by: actor.name, atMs: at.getTime() }
    const result = await updateRemoval(tx, proposal, { leniency })
    return { result, before: { leniency: proposal.leniency }, after: { leniency } }
  })
}

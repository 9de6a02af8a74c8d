import { act } from '#shared/db/act.ts'
import { audit } from '#shared/db/audit.ts'
import { documentsOf } from '#shared/db/case-documents.ts'
import type { Db } from '#shared/db/client.ts'
import { stepIn } from '#shared/db/membership.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import type { Proposal } from '#shared/db/pool.ts'
import {
  addSignature,
  dueForPublication,
  lockRemoval,
  removalFor,
  updateRemoval,
} from '#shared/db/removals.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity } from '#shared/domain/application.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { reapplyFrom } from '#shared/domain/membership-terms.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { checkSignature } from '#shared/domain/removal-stages.ts'
import { AppError } from '#shared/errors.ts'
import { fileDocument, type NoticeDeps } from '../notices/deps.ts'
import { fileOf } from './file.ts'
import { letterDoc, publicDoc, reinstatedDoc, withdrawnDoc } from './words.ts'

type Found = Awaited<ReturnType<typeof lockRemoval>>

/** The listing flips, letter and public notice are written, the day of re-application is set. */
export async function carryOut(
  deps: NoticeDeps,
  tx: Db,
  found: Found,
  by: string,
  at: Date,
): Promise<void> {
  const { proposal } = found
  const { id, roomId, body, leniency } = proposal
  if (leniency === null) throw new AppError('conflict', '须先填写“合规尽责情况”。')
  const from = reapplyFrom(dayOf(at.getTime()), policyOn(deps.policies, at.getTime()))
  const number = proposal.number ?? (await nextNumber(tx, 'removal', at))
  await stepIn(tx, { roomId, verb: 'remove', reason: number, by }, at)
  const published = { state: 'published' as const, number, publishedAt: at, stageDueAt: null }
  await updateRemoval(tx, proposal, { ...published, reapplyFrom: from })
  const filed = { roomId, subjectId: id, number, by }
  const letter = letterDoc(deps, found, { number, at }, body, { leniency, reapplyFrom: from })
  await fileDocument(deps, tx, { ...filed, kind: 'removal-letter', doc: letter }, at)
  const notice = publicDoc(deps, found, { number, at })
  await fileDocument(deps, tx, { ...filed, kind: 'removal-public-notice', doc: notice }, at)
}

/** What the pool's stage asks of removals: it knows none of their papers. */
export function removalHooks(deps: NoticeDeps) {
  const system = { region: deps.city }
  return {
    /** Publishes the room's case when its hold is over; the house signs. */
    async publish(tx: Db, roomId: string, at: Date): Promise<void> {
      for (const { id } of await dueForPublication(tx, at, roomId)) {
        const found = await lockRemoval(tx, system, id)
        const file = await fileOf(tx, found.proposal)
        const signature = {
          stage: 'publish' as const,
          outcome: 'agree' as const,
          by: 'system',
          reason: '停留期满，无人叫停',
          atMs: at.getTime(),
        }
        // The hold that was promised at approval is over, or the case would not be due.
        checkSignature(file, { ...signature, roles: ['system'] }, 0)
        await addSignature(tx, id, file.signatures.length + 1, signature)
        await carryOut(deps, tx, found, 'system', at)
        const detail = { stage: 'publish', reason: signature.reason }
        await audit(tx, { at, actor: 'system', action: 'removal.sign', subject: id, detail })
      }
    },
    /** Tells an operator who had been served that the case is withdrawn: a second version beside the first. */
    async withdrawn(tx: Db, proposal: Proposal, why: string, at: Date): Promise<void> {
      if (proposal.servedAt === null) return
      const found = await removalFor(tx, system, proposal.id)
      const number = await nextNumber(tx, 'removalNotice', at)
      const doc = withdrawnDoc(deps, found, { number, at }, why)
      const { id: subjectId, roomId } = proposal
      const filed = { roomId, subjectId, kind: 'removal-notice' as const, number, why }
      await fileDocument(deps, tx, { ...filed, by: 'system', doc }, at)
    },
  }
}

/** Brings a removed room back, as when the facts fell: every paper of the removal gets a second version. */
export async function reinstate(deps: NoticeDeps, actor: Actor, id: string, reason: string) {
  return act(deps, actor, { verb: 'removal.reinstate', subject: id, reason }, async (tx, at) => {
    const found = await lockRemoval(tx, actor, id)
    const { proposal, region, place } = found
    checkCity(actor, region)
    if (proposal.state !== 'published') throw new AppError('conflict', '该案并未移出，无须恢复。')
    const { roomId } = proposal
    const number = await nextNumber(tx, 'removal', at)
    await stepIn(tx, { roomId, verb: 'reinstate', reason, by: actor.name }, at)
    const why = proposal.unfoundedWhy ?? reason
    const filed = { roomId, subjectId: id, number, why, by: actor.name }
    const letter = reinstatedDoc(deps, found, { number, at }, '撤销移出决定通知书', why)
    await fileDocument(deps, tx, { ...filed, kind: 'removal-letter', doc: letter }, at)
    const title = '关于撤销移出“绿色直播间”建设培育库公告的公告'
    const notice = reinstatedDoc(deps, found, { number, at }, title, '')
    await fileDocument(deps, tx, { ...filed, kind: 'removal-public-notice', doc: notice }, at)
    const unfounded = { unfoundedAt: proposal.unfoundedAt ?? at, unfoundedWhy: why }
    await updateRemoval(tx, proposal, { ...unfounded, reapplyFrom: null })
    const documents = await documentsOf(tx, actor, id)
    return { result: { id, documents }, before: { place }, after: { place: 'listed', number } }
  })
}

import { addObjection, listBatches } from '#shared/db/applications.ts'
import { addCaseDocument } from '#shared/db/case-documents.ts'
import { addLead } from '#shared/db/leads.ts'
import { addNotice, addReply } from '#shared/db/notices.ts'
import { addProposal } from '#shared/db/pool.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { LeadFacts } from '#shared/domain/lead.ts'
import type { RemovalProposal } from '#shared/domain/removal.ts'
import { createBatch, saveFields, startApplication } from '../applications/draft.ts'
import { fileMaterial, storeUpload } from '../applications/materials.ts'
import type { House } from '../house.ts'

/**
 * One case of every kind for a room of a county, its words under `mark`; ids by resource, as the routes' parameters. The
 * batch is the city's and one for all.
 */
export async function countyCases(
  { deps }: Pick<House, 'deps'>,
  actor: Actor,
  { roomId, mark }: { readonly roomId: string; readonly mark: string },
) {
  const { db } = deps
  const at = deps.now()
  const by = `${mark}经办`
  const upload = { name: `${mark}.pdf`, bytes: Buffer.from(`%PDF-1.7 ${mark}`) }
  const batch = (await listBatches(db, deps.city))[0] ?? (await cityBatch({ deps }))
  const application = await startApplication(deps, actor, { batchId: batch.id, roomId })
  await saveFields(deps, actor, application.id, { mainGoods: mark })
  const material = await fileMaterial(deps, actor, application.id, 'other', upload)
  const said = { raisedBy: mark, text: mark, at, enteredBy: by }
  const objection = await addObjection(db, { applicationId: application.id, ...said })

  const served = { state: 'served' as const, number: `${mark}告〔2026〕1号`, servedAt: at }
  const notice = await addNotice(db, {
    ...{ roomId, items: [], demand: mark, clock: 'notice-rectify', draftedBy: by, draftedAt: at },
    ...served,
  })
  const file = await storeUpload(deps.blobs, upload)
  const answer = { kind: 'answer' as const, text: mark, attachments: [file], by, at }
  await addReply(db, { noticeId: notice.id, ...answer })

  const facts: LeadFacts = {
    ...{ title: mark, text: mark, happenedOn: null, platform: 'douyin', platformId: mark },
    ...{ account: mark, operatorName: mark, operatorCode: '', actualPlace: '', link: '' },
    ...{ quotes: [], matchedBy: 'person' },
  }
  const lead = await addLead(db, {
    ...{ number: `${mark}线〔2026〕1号`, direction: 'in', source: '12315', externalNo: mark },
    ...{ region: actor.region, roomId, state: 'entered', facts, createdBy: by, createdAt: at },
  })

  const body: RemovalProposal = {
    ...{ key: mark, onMs: at.getTime(), policyVersion: mark, score: 50, colour: 'red' },
    ...{ triggers: [], rows: [], thresholds: { green: 90, blue: 75, yellow: 60 }, favourable: [] },
    ...{ voidWhen: { anyOne: [], together: [], text: mark }, clocks: [] },
  }
  const removal = await addProposal(db, {
    ...{ roomId, key: mark, state: 'drafted', body, createdAt: at },
  })
  const document = await addCaseDocument(db, {
    ...{ roomId, subjectId: notice.id, kind: 'rectification-notice', number: mark, title: mark },
    ...{ key: file.key, sha256: file.sha256, bytes: file.bytes, by, at },
  })
  return {
    documents: { id: document.id },
    memberships: { id: roomId },
    applications: { id: application.id, materialId: material.id, objectionId: objection.id },
    scorecards: { id: application.id },
    notices: { id: notice.id, sha256: file.sha256, decision: 'withdraw' },
    leads: { id: lead.id },
    removals: { id: removal?.id ?? '' },
  }
}

async function cityBatch({ deps }: Pick<House, 'deps'>) {
  const admin: Actor = { name: '市局', roles: ['approver'], region: deps.city }
  const [sheet] = deps.sheets
  return createBatch(deps, admin, {
    ...{ name: '第一批', sheetVersion: sheet?.version ?? '', places: null, tolerance: 0 },
    ...{ opensOn: '2026-03-01', closesOn: '2026-03-31' },
  })
}

import { saveClip } from '#shared/db/clips.ts'
import { takeOver } from '#shared/db/membership.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { aFlag, aRecording } from '#shared/testing/factories.ts'
import {
  createBatch,
  saveFields,
  startApplication,
  submitApplication,
} from '../applications/draft.ts'
import { fileMaterial } from '../applications/materials.ts'
import { reviewApplication } from '../applications/review.ts'
import { type Applicant, operatorOf, roomOf } from '../demo/casework/applicants.ts'
import type { House } from '../house.ts'
import { draftNotice } from '../notices/draft.ts'
import { serveNotice } from '../notices/steps.ts'
import { judgeFlag } from '../pool/judge.ts'
import { createOperator } from '../registry/operators.ts'
import { createRoom } from '../registry/rooms.ts'
import { createUser, grantUser, issueToken } from '../users/act.ts'
import { setPassword } from '../users/passwords.ts'

const officer: Actor = { name: '经办人内部名', roles: everyRole, region: 'zhoushan' }
/** The least that is a PNG by its first bytes. */
export const aPhoto = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/**
 * An operator with an account, an application sent back for a paper and a field, and a served notice with a clip; `n`
 * tells operators apart. Gives back the ids, a token, and the first password.
 */
export async function aPortalCase({ deps }: House, n: number, name: string) {
  const { db } = deps
  const applicant: Applicant = { name, stop: 'returned', short: 0 }
  const today = dayOf(deps.now().getTime())
  const operator = await createOperator(deps, officer, operatorOf(applicant, n, today))
  const room = await createRoom(deps, officer, roomOf(applicant, 2 * n, operator.id))
  const batch = await createBatch(deps, officer, {
    ...{ name: `${name}批次`, opensOn: today, closesOn: today, places: null, tolerance: 0 },
    sheetVersion: deps.sheets[0]?.version ?? '',
  })
  const { id } = await startApplication(deps, officer, { batchId: batch.id, roomId: room.id })
  await saveFields(deps, officer, id, {
    ...{ staff: 8, mainGoods: '茶叶', complianceSystem: '有', promise: true },
  })
  for (const kind of ['business-licence', 'compliance-system'] as const)
    await fileMaterial(deps, officer, id, kind, { name: `${kind}.png`, bytes: aPhoto })
  await submitApplication(deps, officer, id)
  const step = { opinion: '请补正', mend: [] }
  await reviewApplication(deps, officer, id, { ...step, verb: 'start_county_review' })
  const mend = [
    { what: 'business-licence' as const, why: '照片不清晰' },
    { what: 'complianceSystem' as const, why: '请写明专人和频次' },
  ]
  await reviewApplication(deps, officer, id, { ...step, verb: 'return', mend })

  const shown = await createRoom(
    deps,
    officer,
    roomOf({ ...applicant, name: `${name}二店` }, 2 * n + 1, operator.id),
  )
  await takeOver(db, shown.id, 'listed', deps.now())
  const recording = await aRecording(db, shown.id, new Date(deps.now().getTime() - 86_400_000))
  const flagId = await aFlag(db, recording, { quote: `${name}全网最低价` }, deps.now())
  const file = { role: 'preview' as const, mime: 'video/mp4', bytes: aPhoto.length, sha256: '0' }
  const key = `clips/${flagId}.mp4`
  await deps.blobs.put(
    key,
    (async function* () {
      yield aPhoto
    })(),
  )
  await saveClip(db, {
    ...{
      flagId,
      fromMs: 0,
      toMs: 1,
      markStartMs: 0,
      markEndMs: 1,
      tools: '',
      createdAt: deps.now(),
    },
    files: [{ key, ...file }],
  })
  await judgeFlag(deps, flagId, { verdict: 'confirmed' }, officer)
  const notice = await draftNotice(deps, officer, {
    ...{ roomId: shown.id, flagIds: [flagId], clock: 'notice-rectify' },
  })
  await serveNotice(deps, officer, notice.id, 'portal')

  const user = `商家${n}`
  await createUser(deps, officer, { name: user, displayName: user, region: 'zhoushan' })
  const grant = { roles: ['operator' as const], region: 'zhoushan', operatorId: operator.id }
  await grantUser(deps, officer, user, { ...grant, reason: '试' })
  const { token } = await issueToken(deps, officer, user, { label: '试', days: 1, roles: null })
  const first = await setPassword(deps, officer, user, {
    password: null,
    dropCode: false,
    reason: '试',
  })
  return {
    ...{ user, token, password: first.password ?? '', officer: officer.name, flagId },
    ...{ operatorId: operator.id, roomId: shown.id, applicationId: id, noticeId: notice.id },
  }
}

import { and, eq } from 'drizzle-orm'
import { clips, flags, rooms } from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { NoticeDeps } from '../../notices/deps.ts'
import { draftNotice } from '../../notices/draft.ts'
import { serveNotice } from '../../notices/steps.ts'
import { askChange, decideChange } from '../../registry/changes.ts'
import { publishGuide } from '../../registry/guides.ts'
import { createUser, grantUser, type UserDeps } from '../../users/act.ts'
import { demoPeople, registrar } from '../people.ts'
import { applicants, operatorOf } from './applicants.ts'
import { type ApplicationDeps, operatorWithCode } from './applications.ts'
import { guides } from './guides.ts'
import { asFarAsAllowed, daysAgo } from './when.ts'

const { caseOfficer, approver } = demoPeople
const name = '运营者子'

/**
 * An operator's account with something of everything: an application returned for mending, a notice with clips to answer,
 * papers to read; the removal of its room is served on it by `fillRemovals`. Comes after the applications.
 */
export async function fillPortal(deps: ApplicationDeps & NoticeDeps & UserDeps): Promise<void> {
  const operator = await returnedOperator(deps)
  if (!operator) return
  const watched = await watchedRoom(deps, operator.id)
  if (watched) await asFarAsAllowed(() => notify(deps, watched))
  for (const guide of guides) await publishGuide(daysAgo(deps, 25), approver, guide, '')
  await createUser(deps, registrar, { name, displayName: name, region: 'zhoushan' })
  const grant = { roles: ['operator' as const], region: 'zhoushan', operatorId: operator.id }
  await grantUser(deps, registrar, name, { ...grant, reason: '演示岗位' })
  await tellChanges(deps, { ...grant, name })
}

/** One change told and checked some time ago, one that waits. */
async function tellChanges(deps: ApplicationDeps, who: Actor & { readonly operatorId: string }) {
  const moved = await askChange(daysAgo(deps, 20), who, who.operatorId, {
    ...{ what: 'operator', change: { address: '沈家门街道海兴路 66 号' }, reason: '经营地址搬迁' },
  })
  const decision = { outcome: 'granted' as const, opinion: '已核对租赁合同' }
  await decideChange(daysAgo(deps, 18), caseOfficer, moved.id, decision)
  await askChange(daysAgo(deps, 1), who, who.operatorId, {
    ...{
      what: 'operator',
      change: { contact: '王小渔', phone: '0580-2600001' },
      reason: '联系人更换',
    },
  })
}

/** That account, as the demo's visitor may act as it; undefined in a city too small to have one. */
export async function portalActor(deps: ApplicationDeps): Promise<Actor | undefined> {
  const operator = await returnedOperator(deps)
  return operator && { name, roles: ['operator'], region: 'zhoushan', operatorId: operator.id }
}

async function returnedOperator({ db }: ApplicationDeps) {
  const n = applicants.findIndex(({ stop }) => stop === 'returned')
  const applicant = applicants[n]
  return applicant && operatorWithCode(db, operatorOf(applicant, n, '').code)
}

/** The operator's room whose broadcast the demo really read, with its confirmed leads. */
async function watchedRoom({ db }: ApplicationDeps, operatorId: string) {
  const rows = await db
    .select({ roomId: flags.roomId, flagId: flags.id })
    .from(flags)
    .innerJoin(clips, eq(clips.flagId, flags.id))
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(
      and(
        eq(rooms.operatorId, operatorId),
        eq(flags.state, 'confirmed'),
        eq(flags.audience, false),
      ),
    )
    .orderBy(flags.roomId, flags.saidAt)
  const roomId = rows[0]?.roomId
  if (!roomId) return undefined
  const own = rows.filter((row) => row.roomId === roomId)
  return { roomId, flagIds: own.slice(0, 3).map(({ flagId }) => flagId) }
}

async function notify(
  deps: NoticeDeps,
  { roomId, flagIds }: { readonly roomId: string; readonly flagIds: readonly string[] },
): Promise<void> {
  const form = { roomId, flagIds: [...flagIds], clock: 'notice-rectify' as const }
  const { id } = await draftNotice(deps, caseOfficer, form)
  await serveNotice(deps, caseOfficer, id, 'portal')
}

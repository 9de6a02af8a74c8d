import { and, eq, isNotNull } from 'drizzle-orm'
import { clips, flags, operators, rooms } from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { everyRole } from '#shared/domain/rights.ts'
import type { NoticeDeps } from '../../notices/deps.ts'
import { draftNotice } from '../../notices/draft.ts'
import { serveNotice } from '../../notices/steps.ts'
import { publishGuide } from '../../registry/guides.ts'
import { editRoom } from '../../registry/rooms.ts'
import { createStreamer } from '../../registry/streamers.ts'
import { fileAttendance, holdTraining } from '../../registry/trainings.ts'
import { createUser, grantUser, type UserDeps } from '../../users/act.ts'
import { demoPeople } from '../people.ts'
import { applicants, operatorOf } from './applicants.ts'
import type { ApplicationDeps } from './applications.ts'
import { guides } from './guides.ts'
import { heardAt, openProposals } from './removals.ts'
import { asFarAsAllowed, daysAgo } from './when.ts'

const { caseOfficer, approver } = demoPeople
const registrar: Actor = { name: '演示', roles: everyRole, region: 'zhoushan' }
const name = '运营者子'

/**
 * An operator's account with something of everything: an application returned for mending, a notice with a clip to
 * answer, a removal case that will be served on it, papers to read, a training. Comes after the applications and before
 * the removal cases, whose papers then name the right operator.
 */
export async function fillPortal(deps: ApplicationDeps & NoticeDeps & UserDeps): Promise<void> {
  const operator = await returnedOperator(deps)
  if (!operator) return
  const watched = await watchedRoom(deps)
  const heard = (await openProposals(deps.db))[heardAt]
  for (const roomId of new Set([watched?.roomId, heard?.roomId]))
    if (roomId) await join(deps, roomId, operator.id)
  if (watched) await asFarAsAllowed(() => notify(deps, watched))
  await train(deps, operator)
  for (const guide of guides) await publishGuide(deps, approver, guide, '')
  await createUser(deps, registrar, { name, displayName: name, region: 'zhoushan' })
  const grant = { roles: ['operator' as const], region: 'zhoushan', operatorId: operator.id }
  await grantUser(deps, registrar, name, { ...grant, reason: '演示岗位' })
}

/** That account, as the demo's visitor may act as it; undefined in a city too small to have one. */
export async function demoOperator(deps: ApplicationDeps): Promise<Actor | undefined> {
  const operator = await returnedOperator(deps)
  return operator && { name, roles: ['operator'], region: 'zhoushan', operatorId: operator.id }
}

async function returnedOperator({ db }: ApplicationDeps) {
  const n = applicants.findIndex(({ stop }) => stop === 'returned')
  const applicant = applicants[n]
  if (!applicant) return undefined
  const { code } = operatorOf(applicant, n, '')
  const [row] = await db
    .select({ id: operators.id, region: operators.region })
    .from(operators)
    .where(eq(operators.code, code))
  return row
}

/** The room whose broadcast the demo really read, with its confirmed leads. */
async function watchedRoom({ db }: ApplicationDeps) {
  const rows = await db
    .select({ roomId: flags.roomId, flagId: flags.id })
    .from(flags)
    .innerJoin(clips, eq(clips.flagId, flags.id))
    .where(and(eq(flags.state, 'confirmed'), eq(flags.audience, false), isNotNull(clips.files)))
    .orderBy(flags.roomId, flags.saidAt)
  const roomId = rows[0]?.roomId
  if (!roomId) return undefined
  const own = rows.filter((row) => row.roomId === roomId)
  return { roomId, flagIds: own.slice(0, 3).map(({ flagId }) => flagId) }
}

async function join(deps: ApplicationDeps, roomId: string, operatorId: string): Promise<void> {
  const [room] = await deps.db.select().from(rooms).where(eq(rooms.id, roomId))
  if (room) await editRoom(deps, registrar, roomId, { seen: room.version, operatorId })
}

async function notify(
  deps: NoticeDeps,
  { roomId, flagIds }: { readonly roomId: string; readonly flagIds: readonly string[] },
): Promise<void> {
  const form = { roomId, flagIds: [...flagIds], clock: 'notice-rectify' as const }
  const { id } = await draftNotice(deps, caseOfficer, form)
  await serveNotice(deps, caseOfficer, id, 'portal')
}

async function train(
  deps: ApplicationDeps,
  { id, region }: { readonly id: string; readonly region: string },
): Promise<void> {
  const on = daysAgo(deps, 12)
  const streamer = await createStreamer(on, registrar, {
    ...{ name: '阿茶', alias: '桃花岛阿茶', region, operatorId: id, phone: '' },
  })
  const training = await holdTraining(on, registrar, {
    ...{ region, title: '价格标示与广告用语专题培训', hours: 4, note: '' },
    ...{ heldOn: on.now().toISOString().slice(0, 10), place: '普陀分局二楼', host: '普陀分局' },
  })
  const line = { streamerId: streamer.id, hours: 4, score: 92, passed: true }
  await fileAttendance(on, registrar, training.id, [line])
}

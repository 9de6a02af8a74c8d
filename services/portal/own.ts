import { ownOperator, ownRooms, ownStreamers } from '#shared/db/portal.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import { AppError } from '#shared/errors.ts'
import { eligibilityNow } from '../applications/draft.ts'
import { operatorIdOf, type PortalDeps } from './deps.ts'

/** What the bureau has on file about the one who asks: itself, whether it may apply, its rooms, its streamers. */
export async function ownFile(deps: PortalDeps, actor: Actor) {
  const { db, now, regions } = deps
  const id = operatorIdOf(actor)
  const operator = await ownOperator(db, actor, id)
  if (!operator) throw new AppError('not_found', '没有您的主体档案，请联系属地市场监管部门。')
  const [facts, rooms, streamers] = await Promise.all([
    eligibilityNow(deps, db, id, now()),
    ownRooms(db, actor),
    ownStreamers(db, actor),
  ])
  const { registeredPlace } = operator
  const place = regions.get(registeredPlace) ?? registeredPlace
  return {
    operator: { ...operator, registeredPlace: place },
    facts,
    rooms: rooms.map((room) => ({ ...room, place: toldPlace(room.place) })),
    streamers,
  }
}

/** A proposal is the bureau’s own until its facts are served; till then the room counts as listed. */
function toldPlace(place: MembershipState): MembershipState {
  return place === 'removal_proposed' ? 'listed' : place
}

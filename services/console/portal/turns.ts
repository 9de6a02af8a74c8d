import type { MembershipState } from '#shared/domain/membership.ts'
import type { NoticeState } from '#shared/domain/notice.ts'

/** True while the operator owes an answer to a notice. */
export function waitsForAnswer(state: NoticeState): boolean {
  return state === 'served' || state === 'read' || state === 'not_accepted'
}

export const wayStages = [
  'submitted',
  'county_review',
  'city_review',
  'publicity',
  'listed',
] as const
export type WayStage = (typeof wayStages)[number]

/** Which stage of its way an application stands at, by the room's place; null before it was handed in. */
export function stageAt(place: MembershipState): WayStage | null {
  switch (place) {
    case 'surveyed':
    case 'rejected':
    case 'removed':
    case 'withdrawn':
    case 'expired':
      return null
    case 'submitted':
      return 'submitted'
    case 'county_review':
    case 'returned':
      return 'county_review'
    case 'reported':
    case 'city_review':
    case 'scored':
      return 'city_review'
    case 'publicity':
    case 'objection':
      return 'publicity'
    default:
      return 'listed'
  }
}

export type Turn = 'operator' | 'county' | 'city' | 'public' | 'nobody'

/** Who has to do the next thing. */
export function turnAt(place: MembershipState): Turn {
  if (place === 'returned') return 'operator'
  switch (stageAt(place)) {
    case null:
    case 'listed':
      return 'nobody'
    case 'submitted':
    case 'county_review':
      return 'county'
    case 'city_review':
      return 'city'
    case 'publicity':
      return place === 'objection' ? 'city' : 'public'
  }
}

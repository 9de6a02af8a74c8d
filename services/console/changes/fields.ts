import type { RoomType } from '#shared/domain/channel.ts'
import type { Say } from '../words/words.ts'

/** What may be asked to be changed, of the operator itself and of one room. */
export const ownFields = ['representative', 'contact', 'phone', 'address'] as const
export const roomFields = ['name', 'accountName', 'link', 'type', 'host'] as const
export type ChangeField = (typeof ownFields)[number] | (typeof roomFields)[number]

export const roomTypes: readonly RoomType[] = ['shop', 'influencer', 'agency', 'virtual']

/** A value as people read it. */
export function shownValue(field: string, value: string, say: Say): string {
  const type = field === 'type' ? roomTypes.find((one) => one === value) : undefined
  return type ? say(`type.${type}`) : value
}

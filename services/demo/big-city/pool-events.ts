import { dayStartMs } from '#shared/domain/calendar.ts'
import type { PoolEvent } from '#shared/domain/pool-event.ts'
import type { CityDay } from './make.ts'
import { chanceOf } from './random.ts'

const hour = 3_600_000

interface RoomEvent {
  readonly roomId: string
  readonly event: PoolEvent
  readonly actor: string
}

/**
 * What followed a day's confirmed finds by `nowMs`: notices served the next morning for the graver half, most of them
 * met within days; a few rooms came forward by themselves, a few had something in their favour.
 */
export function poolEventsOf(seed: number, { day, found }: CityDay, nowMs: number): RoomEvent[] {
  const chance = chanceOf(seed * 7919 + dayStartMs(day) / hour)
  const made: RoomEvent[] = []
  const add = (roomId: string, event: PoolEvent) => {
    if (event.atMs <= nowMs) made.push({ roomId, event, actor: '承办人丁' })
  }
  for (const { flags } of found) {
    const confirmed = flags.filter(({ state, severity }) => state === 'confirmed' && severity >= 3)
    const [first] = confirmed
    if (!first) continue
    const flagIds = confirmed.map(({ id }) => id)
    if (chance.happens(0.05))
      add(first.roomId, {
        kind: 'self_reported',
        id: chance.uuid(),
        atMs: first.saidAt.getTime() + 2 * hour,
        flagIds: [first.id],
      })
    if (chance.happens(0.04))
      add(first.roomId, {
        kind: 'favourable',
        id: chance.uuid(),
        atMs: first.saidAt.getTime() + 3 * hour,
        fact: 'training',
        text: '主播近三十日完成合规培训 4 学时',
      })
    if (chance.happens(0.5)) continue
    const noticeId = chance.uuid()
    const servedMs = dayStartMs(day) + (24 + chance.int(9, 17)) * hour
    add(first.roomId, { kind: 'noticed', id: chance.uuid(), atMs: servedMs, noticeId, flagIds })
    if (chance.happens(0.7))
      add(first.roomId, {
        kind: 'rectified',
        id: chance.uuid(),
        atMs: servedMs + chance.int(24, 200) * hour,
        noticeId,
        flagIds,
      })
  }
  return made
}

import type { operators, rooms } from '#shared/db/schema/index.ts'
import type { Day } from '#shared/domain/calendar.ts'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import { MembershipState } from '#shared/domain/membership.ts'
import { type CreditLookup, creditCheckDigit } from '#shared/domain/operator.ts'
import type { Platform } from '#shared/domain/room.ts'
import type { Chance } from './random.ts'
import { goodsOfTail, roomHeads, roomTails, titleOfTail } from './words.ts'

/** An invented room with how it behaves; the behaviour is part of the truth and stands in no table. */
export interface CityRoom {
  readonly room: typeof rooms.$inferInsert & { readonly id: string }
  readonly operator: typeof operators.$inferInsert & { readonly id: string }
  readonly state: MembershipState
  /** The chance that it is on air on a day. */
  readonly onAir: number
  /** The hour of Shanghai its shows begin. */
  readonly hour: number
  /** How many times likelier than others its finds are violations. */
  readonly careless: number
}

const counties = [
  { id: 'putuo', code: '330903', weight: 5 },
  { id: 'dinghai', code: '330902', weight: 4 },
  { id: 'daishan', code: '330921', weight: 3 },
]
const platforms: readonly { value: Platform; weight: number }[] = [
  { value: 'douyin', weight: 60 },
  { value: 'kuaishou', weight: 15 },
  { value: 'taobao', weight: 15 },
  { value: 'wechat', weight: 10 },
]
const types: readonly { value: RoomType; weight: number }[] = [
  { value: 'shop', weight: 70 },
  { value: 'influencer', weight: 18 },
  { value: 'agency', weight: 10 },
  { value: 'virtual', weight: 2 },
]

/** In neither list of the public credit system on that day. */
const clearOn = (lookedUpOn: Day): CreditLookup => ({
  listed: false,
  lookedUpOn,
  source: '国家企业信用信息公示系统',
})

/** A removal is proposed by the pool itself, from what people confirmed; such a room starts in the pool. */
const reachedByItself: ReadonlySet<MembershipState> = new Set(['removal_proposed', 'statement'])

/** `count` rooms of three counties; every state of the pool has at least one, most are in the pool. */
export function makeRooms(
  chance: Chance,
  city: string,
  count: number,
  createdAt: Date,
  lookedUpOn: Day,
): CityRoom[] {
  const states = MembershipState.options.filter((state) => !reachedByItself.has(state))
  return Array.from({ length: count }, (_, i): CityRoom => {
    const county = chance.weighted(counties)
    const region = `${city}/${county.id}`
    const head = roomHeads[i % roomHeads.length] ?? ''
    const tail = roomTails[Math.floor(i / roomHeads.length + i) % roomTails.length] ?? ''
    const round = Math.floor(i / (roomHeads.length * roomTails.length))
    const name = `${head}${tail}${round > 0 ? `${round + 1}店` : ''}`
    const goods: Goods[] = [...(goodsOfTail[tail] ?? ['seafood'])]
    const first17 = `91${county.code}MA${String(2_800_000 + i).padStart(7, '0')}`
    // One in eight was not looked up in the credit lists when it was entered.
    const lookup = chance.happens(0.12) ? null : clearOn(lookedUpOn)
    const operator = {
      id: chance.uuid(),
      code: `${first17}${creditCheckDigit(first17)}`,
      name: `${name}经营部(演示)`,
      region,
      registeredPlace: region,
      actualPlace: region,
      foundedOn: `20${chance.int(12, 24)}-0${chance.int(1, 9)}-1${chance.int(0, 9)}`,
      abnormal: lookup,
      dishonest: lookup,
      createdAt,
    }
    const state = states[i] ?? (chance.happens(0.12) ? 'province_recommended' : 'listed')
    return {
      room: {
        id: chance.uuid(),
        platform: chance.weighted(platforms).value,
        platformId: `yanshi-${String(i + 1).padStart(4, '0')}`,
        name,
        title: titleOfTail[tail] ?? '',
        type: chance.weighted(types).value,
        goods,
        operatorId: operator.id,
        region,
        createdAt,
      },
      operator,
      state,
      onAir: 0.4 + chance.next() * 0.5,
      hour: chance.pick([9, 10, 13, 14, 18, 19, 19, 20, 20, 22]),
      careless: chance.happens(0.1) ? 2.5 : 0.15,
    }
  })
}

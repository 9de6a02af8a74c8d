import type { NewRoom } from '#shared/db/rooms.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { OperatorForm } from '#shared/domain/operator.ts'
import type { Judgement } from '../pool/judge.ts'
import { anOperator, applicants, operatorOf } from './casework/applicants.ts'

const room = (
  region: string,
  name: string,
  platformId: string,
  state: MembershipState,
  rest: Partial<NewRoom> = {},
): NewRoom & { readonly state: MembershipState } => ({
  platform: 'douyin',
  platformId,
  name,
  type: 'shop',
  goods: ['seafood'],
  region: `zhoushan/${region}`,
  state,
  ...rest,
})

/** Three counties, six invented rooms, each somewhere else in the pool. Two of them broadcast the samples. */
export const demoRooms = [
  room('putuo', '东海渔嫂海鲜', 'yusao-0001', 'listed'),
  room('daishan', '岱衢紫菜铺', 'zicai-0002', 'province_recommended', { goods: ['food'] }),
  room('putuo', '沈家门渔港鲜', 'yugang-0003', 'publicity'),
  room('dinghai', '定海古城茶社', 'chashe-0004', 'county_review', { goods: ['tea'] }),
  room('dinghai', '海岛姑娘穿搭', 'chuanda-0005', 'submitted', {
    goods: ['apparel'],
    type: 'influencer',
  }),
  room('daishan', '秀山岛手作', 'shouzuo-0006', 'surveyed', { goods: ['household'] }),
]

const divisions: Readonly<Record<string, string>> = {
  'zhoushan/putuo': '330903',
  'zhoushan/dinghai': '330902',
  'zhoushan/daishan': '330921',
}

/** Whose the n-th of them is; the first belongs to one of the applicants, whose portal the visitor may open. */
export function demoOperator(n: number, lookedUpOn: string): OperatorForm | undefined {
  const own = applicants.findIndex(({ stop }) => stop === 'returned')
  const [applicant, room] = [applicants[own], demoRooms[n]]
  if (n === 0 && applicant) return operatorOf(applicant, own, lookedUpOn)
  if (!room) return undefined
  const { region, name } = room
  const division = divisions[region] ?? ''
  return anOperator({
    ...{ name: `${name}经营部(演示)`, region, division, number: 2_700_000 + n, lookedUpOn },
  })
}

/** What the demo's script decides in a person's place, by category; others are left open for whoever tries the console. */
export const demoVerdicts: Readonly<Record<string, Judgement>> = {
  'absolute-terms': { verdict: 'confirmed' },
  'false-lowest-price': { verdict: 'confirmed' },
  'food-medical-claim': { verdict: 'confirmed' },
  'refuse-consumer-rights': { verdict: 'confirmed' },
}

import type { OperatorForm } from '#shared/domain/operator.ts'
import { creditCheckDigit } from '#shared/domain/operator.ts'
import type { RoomForm } from '#shared/domain/room.ts'

/** Where an applicant's way has come to. */
export type Stop =
  | 'draft'
  | 'submitted'
  | 'county_review'
  | 'returned'
  | 'rejected'
  | 'reported'
  | 'scoring'
  | 'scored'
  | 'publicity'
  | 'objection'
  | 'listed'

export interface Applicant {
  readonly name: string
  /** Whose room it is, where that is not its own name. */
  readonly house?: string
  readonly stop: Stop
  /** Points the scorers find missing on the sheet's first items. */
  readonly short: number
}

/** One application at every point of the way, all of one county. */
export const applicants: readonly Applicant[] = [
  { name: '展茅鱼干铺', stop: 'draft', short: 0 },
  { name: '虾峙带鱼直播间', stop: 'submitted', short: 0 },
  { name: '六横贻贝妹', stop: 'county_review', short: 0 },
  { name: '东海渔嫂干货铺', house: '东海渔嫂', stop: 'returned', short: 0 },
  { name: '佛渡海鲜速递', stop: 'rejected', short: 0 },
  { name: '登步黄金瓜', stop: 'reported', short: 0 },
  { name: '东极岛渔嫂', stop: 'scoring', short: 1 },
  { name: '朱家尖民宿优选', stop: 'scored', short: 2 },
  { name: '普陀佛茶合作社', stop: 'publicity', short: 1 },
  { name: '沈院海味坊', stop: 'objection', short: 2 },
  { name: '白沙岛海钓鲜', stop: 'listed', short: 0 },
]

const county = 'zhoushan/putuo'

/** The operator behind the n-th applicant, looked up in the credit lists on `lookedUpOn`. */
export function operatorOf(
  { name, house = name }: Applicant,
  n: number,
  lookedUpOn: string,
): OperatorForm {
  return anOperator({
    ...{ name: `普陀区${house}商行(演示)`, region: county, division: '330903' },
    ...{ number: 2_900_000 + n, lookedUpOn },
  })
}

/** An invented company, in business since 2021 and on no list of bad credit; `number` makes its code. */
export function anOperator({
  name,
  region,
  division,
  number,
  lookedUpOn,
}: {
  readonly name: string
  readonly region: string
  readonly division: string
  readonly number: number
  readonly lookedUpOn: string
}): OperatorForm {
  const first17 = `91${division}MA${number}`
  const lookup = { listed: false, lookedUpOn, source: '国家企业信用信息公示系统' }
  return {
    ...{ code: `${first17}${creditCheckDigit(first17)}`, name, kind: 'company' },
    ...{ category: 'merchant', region, registeredPlace: region, actualPlace: region },
    ...{ domicile: '', address: '', foundedOn: '2021-03-18' },
    ...{ representative: '', contact: '', phone: '', abnormal: lookup, dishonest: lookup },
  }
}

export function roomOf({ name }: Applicant, n: number, operatorId: string): RoomForm {
  return {
    platform: 'douyin',
    platformId: `shenbao-${String(n + 1).padStart(2, '0')}`,
    name,
    accountName: name,
    link: null,
    type: 'shop',
    goods: ['seafood'],
    region: county,
    operatorId,
  }
}

import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Role } from './role.ts'

/** Where a room is with the pool (舟市监发〔2024〕36号 六、七): survey, application, listing, supervision, exit. */
export const MembershipState = z.enum([
  'surveyed',
  'submitted',
  'county_review',
  'returned',
  'rejected',
  'reported',
  'city_review',
  'scored',
  'publicity',
  'objection',
  'listed',
  'province_recommended',
  'rectifying',
  'suspended',
  'removal_proposed',
  'statement',
  'removed',
  'withdrawn',
  'expired',
])
export type MembershipState = z.infer<typeof MembershipState>

export const stateNames: Readonly<Record<MembershipState, string>> = {
  surveyed: '已摸底',
  submitted: '已申报',
  county_review: '县（区）初审',
  returned: '退回补正',
  rejected: '不予入库',
  reported: '已上报市局',
  city_review: '市局审核',
  scored: '已赋分',
  publicity: '公示中',
  objection: '异议核查',
  listed: '在库',
  province_recommended: '推荐省级',
  rectifying: '整改中',
  suspended: '暂停标识使用',
  removal_proposed: '移出建议',
  statement: '告知申辩',
  removed: '已移出',
  withdrawn: '已退出',
  expired: '已到期',
}

/** In the pool and in ordinary supervision: what a step may return to, and where a removal may be proposed. */
export const InPool = MembershipState.extract([
  'listed',
  'province_recommended',
  'rectifying',
  'suspended',
])
export type InPool = z.infer<typeof InPool>

export const MembershipVerb = z.enum([
  'submit',
  'start_county_review',
  'return',
  'reject',
  'report',
  'start_city_review',
  'score',
  'publicize',
  'object',
  'dismiss_objection',
  'list',
  'recommend',
  'revoke_recommendation',
  'order_rectification',
  'accept_rectification',
  'suspend',
  'lift_suspension',
  'propose_removal',
  'notify_removal',
  'withdraw_removal',
  'keep',
  'remove',
  'reinstate',
  'withdraw',
  'expire',
])
export type MembershipVerb = z.infer<typeof MembershipVerb>

export interface Transition {
  readonly from: MembershipState
  readonly verb: MembershipVerb
  /** `back` is the in-pool state the room was in before. */
  readonly to: MembershipState | 'back'
  readonly who: readonly Role[]
}

function rows(
  from: readonly MembershipState[],
  verb: MembershipVerb,
  to: Transition['to'],
  ...who: Role[]
): Transition[] {
  return from.map((state) => ({ from: state, verb, to, who }))
}

const listed = ['listed', 'province_recommended'] as const
const proposed = ['removal_proposed', 'statement'] as const

/**
 * Every step there is; whatever is not a row is refused. An operator may leave at will except under a removal proposal,
 * which would otherwise dodge the waiting time before a new application. Nothing here removes a room by machine.
 */
export const transitions: readonly Transition[] = [
  ...rows(
    ['surveyed', 'returned', 'rejected', 'removed', 'withdrawn', 'expired'],
    'submit',
    'submitted',
    'operator',
    'application_officer',
  ),
  ...rows(['submitted'], 'start_county_review', 'county_review', 'application_officer'),
  ...rows(['county_review', 'city_review'], 'return', 'returned', 'application_officer'),
  ...rows(['county_review', 'city_review', 'scored'], 'reject', 'rejected', 'application_officer'),
  ...rows(['county_review'], 'report', 'reported', 'application_officer'),
  ...rows(['reported'], 'start_city_review', 'city_review', 'application_officer'),
  ...rows(['city_review'], 'score', 'scored', 'application_officer'),
  ...rows(['scored'], 'publicize', 'publicity', 'approver'),
  ...rows(['publicity'], 'object', 'objection', 'application_officer'),
  ...rows(['objection'], 'dismiss_objection', 'publicity', 'approver'),
  ...rows(['objection'], 'reject', 'rejected', 'approver'),
  ...rows(['publicity'], 'list', 'listed', 'approver'),
  ...rows(['listed'], 'recommend', 'province_recommended', 'approver'),
  ...rows(['province_recommended'], 'revoke_recommendation', 'listed', 'approver'),
  ...rows([...listed, ...proposed], 'order_rectification', 'rectifying', 'case_officer'),
  ...rows(['rectifying'], 'accept_rectification', 'listed', 'case_officer'),
  ...rows([...listed, 'rectifying'], 'suspend', 'suspended', 'approver'),
  ...rows(['suspended'], 'lift_suspension', 'listed', 'approver'),
  ...rows(InPool.options, 'propose_removal', 'removal_proposed', 'system', 'case_officer'),
  ...rows(['removal_proposed'], 'notify_removal', 'statement', 'case_officer'),
  ...rows(proposed, 'withdraw_removal', 'back', 'system', 'case_officer'),
  ...rows(['statement'], 'keep', 'back', 'second_reviewer', 'approver'),
  ...rows(['statement'], 'remove', 'removed', 'approver'),
  ...rows(['removed'], 'reinstate', 'listed', 'approver'),
  ...rows(
    ['submitted', 'returned', 'reported', 'publicity', ...InPool.options],
    'withdraw',
    'withdrawn',
    'operator',
    'application_officer',
  ),
  ...rows(InPool.options, 'expire', 'expired', 'system'),
]

/** The row for a step, or undefined when there is none. */
export function transitionOf(from: MembershipState, verb: MembershipVerb): Transition | undefined {
  return transitions.find((row) => row.from === from && row.verb === verb)
}

/** True while the room has a colour and appears in the pool's figures. */
export function isInPool(state: MembershipState): boolean {
  return InPool.safeParse(state).success || state === 'removal_proposed' || state === 'statement'
}

/**
 * The state after a step. `cameFrom` is the in-pool state before a removal was proposed and is where `back` leads.
 * Throws `conflict` for a step that the present state does not allow.
 */
export function apply(
  from: MembershipState,
  verb: MembershipVerb,
  cameFrom: InPool = 'listed',
): MembershipState {
  const row = transitionOf(from, verb)
  if (!row)
    throw new AppError('conflict', `“${stateNames[from]}”状态下不能进行此操作，请刷新后再看。`)
  return row.to === 'back' ? cameFrom : row.to
}

/** Steps a person takes by themselves, with a reason. All others belong to an application, a notice or a removal case. */
export const ByHand = MembershipVerb.extract([
  'recommend',
  'revoke_recommendation',
  'suspend',
  'lift_suspension',
  'withdraw',
])
export type ByHand = z.infer<typeof ByHand>

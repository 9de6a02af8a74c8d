import { addMonths, type Day, dayOf } from './calendar.ts'
import { casesOf } from './flag-case.ts'
import { policyOn } from './policy.ts'
import type { PoolEvent } from './pool-event.ts'
import type { PoolPolicy } from './pool-policy.ts'
import { standing } from './standing.ts'

/** The last day a listing made on that day is valid. */
export function validUntil(listedOn: Day, policy: Pick<PoolPolicy, 'membership'>): Day {
  return addMonths(listedOn, policy.membership.validYears * 12)
}

/** The first day on which a room removed on that day may apply again. */
export function reapplyFrom(removedOn: Day, policy: Pick<PoolPolicy, 'removal'>): Day {
  return addMonths(removedOn, policy.removal.reapplyMonths)
}

/** One condition of a recommendation to the province, with the figure it was judged by. */
export interface ProvinceFact {
  readonly id: 'score' | 'listed' | 'quiet'
  readonly met: boolean
  readonly text: string
}

/**
 * Whether a listed room meets the policy's conditions for the provincial list (舟市监发〔2024〕36号 六(四)): score, time
 * in the pool, and no confirmed flag of a grave kind within the quiet months. All met: an approver may recommend it.
 */
export function provinceFacts(
  events: readonly PoolEvent[],
  policies: readonly PoolPolicy[],
  listedOn: Day,
  onMs: number,
): ProvinceFact[] {
  const { province } = policyOn(policies, onMs)
  const { score } = standing(events, policies, onMs)
  const today = dayOf(onMs)
  const listedEnough = addMonths(listedOn, province.minMonthsListed)
  const quietFrom = addMonths(today, -province.quietMonths)
  const grave = casesOf(events, onMs).filter(
    ({ flag, confirmed }) =>
      confirmed &&
      !flag.audience &&
      flag.severity >= province.quietSeverity &&
      dayOf(flag.saidAtMs) >= quietFrom,
  )
  return [
    {
      id: 'score',
      met: score >= province.minScore,
      text: `动态得分 ${score}，须达到 ${province.minScore}`,
    },
    {
      id: 'listed',
      met: today >= listedEnough,
      text: `${listedOn} 入库，自 ${listedEnough} 起满 ${province.minMonthsListed} 个月`,
    },
    {
      id: 'quiet',
      met: grave.length === 0,
      text: `${quietFrom} 以来严重度 ${province.quietSeverity} 以上成立线索 ${grave.length} 条`,
    },
  ]
}

import type { Severity } from '#shared/domain/hit.ts'
import type { LinkJudgement, LinkKind, ResolvedLink } from '#shared/domain/link.ts'
import type { LinkPolicy } from '#shared/domain/link-policy.ts'
import { isWithin, resolveLink } from './resolve.ts'

export interface JudgedLink extends ResolvedLink {
  readonly judgement: LinkJudgement
  readonly reason: string
  /** Whether the policy wants a lead, and how grave. */
  readonly flag: boolean
  readonly severity: Severity
}

const kindNames: Readonly<Record<LinkKind, string>> = {
  same_platform: '本平台',
  other_platform: '其他交易平台',
  official: '公共机构',
  contact: '个人联系方式',
  group: '群聊',
  payment: '收付款码',
  short: '短链接，看不出去向',
  address: 'IP 地址，看不出经营者',
  app: '应用或小程序',
  password: '口令，看不出去向',
  unknown: '未列入名单的网址',
}

/** Resolves an address offline and says what the policy makes of it. */
export function judgeLink(text: string, policy: LinkPolicy, platform: string): JudgedLink {
  const link = resolveLink(text, policy, platform)
  const { host, kind, tricks, name } = link
  if (host !== null && tricks.length === 0 && policy.allow.some((it) => isWithin(host, '', it)))
    return { ...link, judgement: 'allowed', reason: '在允许名单内', flag: false, severity: 1 }
  const what = name ? `${kindNames[kind]}（${name}）` : kindNames[kind]
  const rule = policy.kinds[kind]
  if (tricks.length > 0 && rule.judgement !== 'allowed') {
    const severity = rule.severity > policy.tricks.severity ? rule.severity : policy.tricks.severity
    const judgement = rule.judgement === 'diversion' ? 'diversion' : policy.tricks.judgement
    const reason = `${what}；${tricks.join('；')}`
    return { ...link, judgement, reason, flag: policy.tricks.flag || rule.flag, severity }
  }
  // Of a room whose platform nobody entered it cannot be said what is another one.
  if (kind === 'other_platform' && platform === 'other')
    return {
      ...link,
      ...{ judgement: 'open', flag: false, severity: rule.severity },
      reason: `${name ?? ''}；直播间所属平台未登记，无法判断是否站外`,
    }
  return { ...link, ...rule, reason: what }
}

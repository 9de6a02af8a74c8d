import { z } from 'zod'
import { versioned } from './policy.ts'

const days = z.int().min(1).max(3660)

/** One version of `policies/registry.yaml`. */
export const RegistryPolicy = z.strictObject({
  ...versioned,
  lookupStaleDays: days,
  expiryWarnDays: days,
  realNameEveryDays: days,
})
export type RegistryPolicy = z.infer<typeof RegistryPolicy>

/** What a registrar has to do, derived from what is stored; done when the cause is gone. */
export const RegistryTaskKind = z.enum([
  'lookup-abnormal',
  'lookup-dishonest',
  'licence-expired',
  'licence-expiring',
  'credential-expired',
  'credential-expiring',
  'real-name-missing',
  'real-name-failed',
  'real-name-stale',
  'guide-unread',
  'listing-expiring',
])
export type RegistryTaskKind = z.infer<typeof RegistryTaskKind>

export const registryTaskNames: Readonly<Record<RegistryTaskKind, string>> = {
  'lookup-abnormal': '查询经营异常名录',
  'lookup-dishonest': '查询严重违法失信名单',
  'licence-expired': '资质已过期',
  'licence-expiring': '资质即将到期',
  'credential-expired': '主播证书或考核已过期',
  'credential-expiring': '主播证书或考核即将到期',
  'real-name-missing': '尚未做账号实名检查',
  'real-name-failed': '账号实名检查有不符合项',
  'real-name-stale': '账号实名检查应重做',
  'guide-unread': '未阅读责任清单或合规指引',
  'listing-expiring': '入库有效期即将届满',
}

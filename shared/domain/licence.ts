import { z } from 'zod'
import { addDays, Day } from './calendar.ts'

export const LicenceKind = z.enum([
  'food-business',
  'food-production',
  'health-food',
  'medical-device',
  'cosmetics',
  'drug',
  'alcohol',
  'aquatic-seed',
  'ad-review',
  'trademark',
  'brand-authorisation',
  'other',
])
export type LicenceKind = z.infer<typeof LicenceKind>

export const licenceKindNames: Readonly<Record<LicenceKind, string>> = {
  'food-business': '食品经营许可证',
  'food-production': '食品生产许可证（SC）',
  'health-food': '保健食品注册或备案',
  'medical-device': '医疗器械经营备案或许可',
  cosmetics: '化妆品注册或备案',
  drug: '药品经营许可证',
  alcohol: '酒类经营许可',
  'aquatic-seed': '水产苗种生产许可证',
  'ad-review': '广告审查批准文号',
  trademark: '商标注册证',
  'brand-authorisation': '品牌授权书',
  other: '其他资质',
}

/** 资质 as a person enters it; `validUntil` null for one that does not expire. */
export const LicenceForm = z
  .strictObject({
    kind: LicenceKind,
    number: z.string().trim().min(1, '请填写证号').max(100),
    scope: z.string().trim().max(500).default(''),
    issuer: z.string().trim().max(200).default(''),
    issuedOn: Day.nullable().default(null),
    validUntil: Day.nullable().default(null),
  })
  .refine((l) => !l.issuedOn || !l.validUntil || l.issuedOn <= l.validUntil, {
    error: '有效期止不应早于发证日期',
    path: ['validUntil'],
  })
export type LicenceForm = z.infer<typeof LicenceForm>

export type Validity = 'valid' | 'expiring' | 'expired'

/** Whether what holds through `validUntil` holds on a day; `expiring` within `warnDays` of its last day. */
export function validityOn(validUntil: Day | null, onDay: Day, warnDays: number): Validity {
  if (validUntil === null) return 'valid'
  if (validUntil < onDay) return 'expired'
  return validUntil <= addDays(onDay, warnDays) ? 'expiring' : 'valid'
}

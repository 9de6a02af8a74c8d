import { z } from 'zod'
import { Day } from './calendar.ts'
import { RegionPath } from './region.ts'

/** 培育内容 (舟市监发〔2024〕36号 五): 惠企政策, 创业服务, 产业对接, 共富工坊. */
export const SupportKind = z.enum(['policy', 'service', 'matching', 'workshop'])
export type SupportKind = z.infer<typeof SupportKind>

export const MeasureForm = z
  .strictObject({
    region: RegionPath,
    kind: SupportKind,
    title: z.string().trim().min(1, '请填写措施名称').max(200),
    body: z.string().trim().max(20_000).default(''),
    validFrom: Day,
    validUntil: Day.nullable().default(null),
    contact: z.string().trim().max(200).default(''),
  })
  .refine((m) => !m.validUntil || m.validFrom <= m.validUntil, {
    error: '截止日期不应早于起始日期',
    path: ['validUntil'],
  })
export type MeasureForm = z.infer<typeof MeasureForm>

export const OfferState = z.enum(['offered', 'accepted', 'declined', 'done'])
export type OfferState = z.infer<typeof OfferState>

export const offerStateNames: Readonly<Record<OfferState, string>> = {
  offered: '已推送',
  accepted: '已接受',
  declined: '未接受',
  done: '已办成',
}

/** Where an offer may go from each state; the last two are ends. */
export const offerSteps: Readonly<Record<OfferState, readonly OfferState[]>> = {
  offered: ['accepted', 'declined', 'done'],
  accepted: ['declined', 'done'],
  declined: [],
  done: [],
}

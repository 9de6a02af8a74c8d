import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Actor } from './actor.ts'
import { Day } from './calendar.ts'
import type { RegionPath } from './region.ts'

/** Whether an application is a draft, under way (the room's membership says where), or how it ended. */
export const ApplicationState = z.enum(['draft', 'open', 'listed', 'rejected', 'withdrawn'])
export type ApplicationState = z.infer<typeof ApplicationState>

export const applicationStateNames: Readonly<Record<ApplicationState, string>> = {
  draft: '草稿',
  open: '办理中',
  listed: '已入库',
  rejected: '不予入库',
  withdrawn: '已撤回',
}

/** How an application begins and ends; where it is in between is the room's membership. */
export const applicationSteps = {
  submit: { from: ['draft'], to: 'open' },
  list: { from: ['open'], to: 'listed' },
  reject: { from: ['open'], to: 'rejected' },
  withdraw: { from: ['draft', 'open'], to: 'withdrawn' },
} as const satisfies Readonly<
  Record<string, { from: readonly ApplicationState[]; to: ApplicationState }>
>

const line = z.string().trim().max(400)
const text = z.string().trim().max(4000)
const amount = z.number().min(0).max(1e12)
const whole = z.int().min(0).max(1e9)

/** 申报表, what the registry does not know already: saved field by field, so each may be missing. */
export const ApplicationFields = z
  .strictObject({
    staff: whole,
    disabledStaff: whole,
    followers: whole,
    hours: line,
    mainGoods: line,
    isDigitalHuman: z.boolean(),
    actualOperator: line,
    sessionsLastYear: whole,
    hoursLastYear: amount,
    turnoverLastYear: amount,
    ordersLastYear: whole,
    complaintsLastYear: whole,
    complaintsClosedShare: z.number().min(0).max(1),
    complianceSystem: text,
    training: text,
    publicService: text,
    promise: z.boolean(),
  })
  .partial()
export type ApplicationFields = z.infer<typeof ApplicationFields>

export const fieldNames: Readonly<Record<keyof ApplicationFields, string>> = {
  staff: '从业人数',
  disabledStaff: '残疾人等就业人数',
  followers: '粉丝数',
  hours: '开播时段',
  mainGoods: '主要品类',
  isDigitalHuman: '是否数字人',
  actualOperator: '实际运营人',
  sessionsLastYear: '近一年直播场次',
  hoursLastYear: '近一年直播时长（小时）',
  turnoverLastYear: '近一年交易额（元）',
  ordersLastYear: '近一年订单量',
  complaintsLastYear: '近一年投诉量',
  complaintsClosedShare: '投诉办结率',
  complianceSystem: '合规体系情况',
  training: '主播培训情况',
  publicService: '公益直播情况',
  promise: '承诺申报材料真实',
}

export const MaterialKind = z.enum([
  'business-licence',
  'permit',
  'agreement',
  'compliance-system',
  'certificate',
  'training',
  'screenshot',
  'inspection',
  'other',
])
export type MaterialKind = z.infer<typeof MaterialKind>

export const materialNames: Readonly<Record<MaterialKind, string>> = {
  'business-licence': '营业执照',
  permit: '许可或备案',
  agreement: '合作协议',
  'compliance-system': '合规制度',
  certificate: '主播证书',
  training: '培训记录',
  screenshot: '公示截图',
  inspection: '检验报告',
  other: '其他',
}

/** What must be there before an application can be handed in. */
export const requiredFields = ['staff', 'mainGoods', 'complianceSystem', 'promise'] as const
export const requiredMaterials = ['business-licence', 'compliance-system'] as const

/** One thing to be mended: a field of the form or a kind of material, and what is wrong with it. */
export const MendItem = z.strictObject({
  what: z.union([ApplicationFields.keyof(), MaterialKind]),
  why: z.string().trim().min(1, '请写明须补正的内容').max(500),
})
export type MendItem = z.infer<typeof MendItem>

export const BatchForm = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    sheetVersion: z.string().min(1),
    opensOn: Day,
    closesOn: Day,
    places: z.int().min(1).max(100_000).nullable().default(null),
    tolerance: z.number().min(0).max(100).default(0),
  })
  .refine((batch) => batch.opensOn <= batch.closesOn, {
    message: '截止日不得早于开始日',
    path: ['closesOn'],
  })
export type BatchForm = z.infer<typeof BatchForm>

/** What is missing before the form can be handed in, by the names people read. */
export function missingParts(
  fields: ApplicationFields,
  materials: readonly MaterialKind[],
): string[] {
  return [
    ...requiredFields.flatMap((field) => {
      const value = fields[field]
      return value === undefined || value === '' || (field === 'promise' && value !== true)
        ? [fieldNames[field]]
        : []
    }),
    ...requiredMaterials.flatMap((kind) => (materials.includes(kind) ? [] : [materialNames[kind]])),
  ]
}

/** Throws `conflict` for an application that is not under way: its room may be on its way by another one. */
export function checkUnderWay(state: ApplicationState): void {
  if (state !== 'open')
    throw new AppError(
      'conflict',
      `这份申报“${applicationStateNames[state]}”，不能进行此操作，请刷新后再看。`,
    )
}

/** Fields and materials that may be changed now: all of a draft, and of a returned form only what is to be mended. */
export function mayChange(
  what: string,
  state: ApplicationState,
  mend: readonly MendItem[],
): boolean {
  return state === 'draft' || (state === 'open' && mend.some((item) => item.what === what))
}

/** The city that a region path lies in. */
export function cityOf(region: RegionPath): RegionPath {
  return region.split('/')[0] ?? region
}

/** Throws `forbidden` unless the person works for the whole city: reviews of counties are done by the city itself. */
export function checkCity({ region }: Pick<Actor, 'region'>, of: RegionPath): void {
  if (region !== cityOf(of))
    throw new AppError('forbidden', '此环节由市局办理，县（区）账号不能进行。')
}

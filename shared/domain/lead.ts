import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { ArticleRef } from './hit.ts'
import { Platform } from './room.ts'

export const LeadSource = z.enum(['12315', 'gongping', 'assigned', 'transferred', 'monitoring'])
export type LeadSource = z.infer<typeof LeadSource>
export const leadSourceNames: Readonly<Record<LeadSource, string>> = {
  '12315': '12315 投诉举报',
  gongping: '浙江公平在线',
  assigned: '上级交办',
  transferred: '其他部门移送',
  monitoring: '本系统监测',
}

/** 已登记, 已下发, 已签收, 核查中, 已反馈, 已办结. */
export const LeadState = z.enum(['entered', 'sent', 'received', 'checking', 'reported', 'closed'])
export type LeadState = z.infer<typeof LeadState>
export const leadStateNames: Readonly<Record<LeadState, string>> = {
  entered: '待下发',
  sent: '已下发',
  received: '已签收',
  checking: '核查中',
  reported: '已反馈',
  closed: '已办结',
}

export const leadVerbs = ['send', 'receive', 'check', 'extend', 'report', 'close'] as const
export type LeadVerb = (typeof leadVerbs)[number]

/** From where a step leads, and where to; null where the state stays. */
export const leadSteps: Readonly<
  Record<LeadVerb, { from: readonly LeadState[]; to: LeadState | null }>
> = {
  send: { from: ['entered'], to: 'sent' },
  receive: { from: ['sent'], to: 'received' },
  check: { from: ['received'], to: 'checking' },
  extend: { from: ['received', 'checking'], to: null },
  report: { from: ['received', 'checking'], to: 'reported' },
  close: { from: ['reported'], to: 'closed' },
}

/** The state after a step; throws `conflict` for one the present state does not allow. */
export function leadAfter(from: LeadState, verb: LeadVerb): LeadState {
  const step = leadSteps[verb]
  if (!step.from.includes(from))
    throw new AppError('conflict', `线索“${leadStateNames[from]}”时不能进行此操作，请刷新后再看。`)
  return step.to ?? from
}

/** 核查结论 and 处置, the words of the hand-over record. */
export const LeadResult = z.enum(['true', 'false', 'unverifiable', 'corrected'])
export type LeadResult = z.infer<typeof LeadResult>
export const leadResultNames: Readonly<Record<LeadResult, string>> = {
  true: '属实',
  false: '不属实',
  unverifiable: '无法核实',
  corrected: '属实，已改正',
}

export const LeadDisposal = z.enum(['none', 'guidance', 'interview', 'order', 'case', 'transfer'])
export type LeadDisposal = z.infer<typeof LeadDisposal>
export const leadDisposalNames: Readonly<Record<LeadDisposal, string>> = {
  none: '不作处理',
  guidance: '行政指导',
  interview: '约谈',
  order: '责令改正',
  case: '立案',
  transfer: '移送',
}

/** What a lead says, as far as it is known: the hand-over record's fields. */
export interface LeadFacts {
  readonly title: string
  readonly text: string
  readonly happenedOn: string | null
  readonly platform: Platform | null
  readonly platformId: string
  readonly account: string
  readonly operatorName: string
  readonly operatorCode: string
  readonly actualPlace: string
  readonly link: string
  readonly quotes: readonly {
    readonly flagId: string
    readonly quote: string
    readonly saidAtMs: number
    readonly category: string
    readonly severity: number
    readonly articles: readonly ArticleRef[]
    readonly clipSha256: string | null
    readonly confirmedBy: string
  }[]
  /** How the room was found: by number, link, operator's code or name; `none` waits for a person. */
  readonly matchedBy: 'platform-id' | 'link' | 'code' | 'name' | 'person' | 'none'
}

/** One line of an imported file, after its headers were understood. */
export const IncomingLead = z.strictObject({
  externalNo: z.string().trim().min(1, '缺少编号').max(100),
  title: z.string().trim().max(200).default(''),
  text: z.string().trim().min(1, '缺少内容').max(8000),
  happenedOn: z.string().trim().max(40).nullable().default(null),
  platform: Platform.nullable().default(null),
  platformId: z.string().trim().max(100).default(''),
  account: z.string().trim().max(200).default(''),
  operatorName: z.string().trim().max(200).default(''),
  operatorCode: z.string().trim().toUpperCase().max(18).default(''),
  link: z.string().trim().max(1000).default(''),
})
export type IncomingLead = z.infer<typeof IncomingLead>

/** 闭环率: closed over handed out, in hundredths of a per cent so that it never depends on rounding twice; null of none. */
export function closedLoopShare(sent: number, closed: number): number | null {
  return sent === 0 ? null : Math.round((closed / sent) * 10_000) / 10_000
}

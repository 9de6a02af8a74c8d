import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Role } from './role.ts'

/** As stored. `frozen` is `signed` whose time to take it back has run out, so that no job has to come by. */
export const StoredReportState = z.enum(['draft', 'reviewed', 'signed'])
export type StoredReportState = z.infer<typeof StoredReportState>
export type ReportState = StoredReportState | 'frozen'

export const reportStateNames: Readonly<Record<ReportState, string>> = {
  draft: '草稿',
  reviewed: '已审核',
  signed: '已签发',
  frozen: '已冻结',
}

export const ReportVerb = z.enum(['review', 'return', 'sign', 'unsign', 'correct'])
export type ReportVerb = z.infer<typeof ReportVerb>

/** What a report's life depends on. */
export interface ReportLife {
  readonly state: StoredReportState
  readonly reviewedBy: string | null
  readonly signedBy: string | null
  readonly signedAtMs: number | null
}

export function reportState(
  { state, signedAtMs }: ReportLife,
  nowMs: number,
  freezeMinutes: number,
): ReportState {
  if (state !== 'signed' || signedAtMs === null) return state
  return nowMs >= signedAtMs + freezeMinutes * 60_000 ? 'frozen' : 'signed'
}

interface Step {
  readonly from: ReportState
  readonly verb: ReportVerb
  readonly who: readonly Role[]
}

const reviewers: readonly Role[] = ['second_reviewer', 'case_officer']
const signers: readonly Role[] = ['leader', 'approver']

/** 编制 (the house) → 审核 → 签发 → 冻结; whatever is not a row is refused. */
const reportSteps: readonly Step[] = [
  { from: 'draft', verb: 'review', who: reviewers },
  { from: 'reviewed', verb: 'return', who: [...reviewers, ...signers] },
  { from: 'reviewed', verb: 'sign', who: signers },
  { from: 'signed', verb: 'unsign', who: signers },
  { from: 'frozen', verb: 'correct', who: [...reviewers, ...signers] },
]

/**
 * Refuses a step that may not be taken now: `conflict` for the wrong state, `forbidden` for the role, for signing what
 * one has reviewed, and for taking back another's signature.
 */
export function checkReportStep(
  life: ReportLife,
  act: { readonly verb: ReportVerb; readonly by: string; readonly roles: readonly Role[] },
  nowMs: number,
  freezeMinutes: number,
): void {
  const state = reportState(life, nowMs, freezeMinutes)
  const step = reportSteps.find(({ from, verb }) => from === state && verb === act.verb)
  if (!step)
    throw new AppError(
      'conflict',
      `报告现为“${reportStateNames[state]}”，不能进行此操作，请刷新后再看。`,
    )
  if (!act.roles.some((role) => step.who.includes(role)))
    throw new AppError('forbidden', '您的角色不能进行此操作。')
  if (act.verb === 'sign' && life.reviewedBy === act.by)
    throw new AppError('forbidden', '审核与签发须由不同的人办理，请交给另一位负责人签发。')
  if (act.verb === 'unsign' && life.signedBy !== act.by)
    throw new AppError('forbidden', '只能撤回本人的签发。')
}

/** Whether the house may still count this version again: nobody has looked at it. */
export function mayRecount(state: ReportState): boolean {
  return state === 'draft'
}

import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Role } from './role.ts'

/** 提出, 核实, 告知申辩, 审核, 批准, 公示. */
export const RemovalStage = z.enum(['propose', 'verify', 'hear', 'review', 'approve', 'publish'])
export type RemovalStage = z.infer<typeof RemovalStage>

/** One signature. `return` sends the case back a few stages, `refuse` ends it: the room stays (维持在库). */
export const RemovalSignature = z.strictObject({
  stage: RemovalStage,
  outcome: z.enum(['agree', 'return', 'refuse']),
  by: z.string().min(1),
  reason: z.string().max(4000),
  atMs: z.int(),
})
export type RemovalSignature = z.infer<typeof RemovalSignature>

export interface StageRule {
  readonly stage: RemovalStage
  readonly name: string
  readonly who: readonly Role[]
  /** Stages of the same case whose signers may not sign here; `verdict` are those who decided the flags or looked again. */
  readonly apart: readonly (RemovalStage | 'verdict')[]
  readonly returnsTo: RemovalStage | null
  readonly mayRefuse: boolean
  /** Id of its clock in `policies/clocks.yaml`. */
  readonly clock: string | null
}

/**
 * The six stages in order. Pairs are forbidden per case, not per person, so that a county of two can work: the city
 * supplies the other eyes. Whoever decided a flag, at first or second look, neither reviews nor approves what rests on
 * it (行政处罚法 第58条 by analogy).
 */
export const removalStages: readonly StageRule[] = [
  {
    stage: 'propose',
    name: '提出',
    who: ['system', 'case_officer'],
    apart: [],
    returnsTo: null,
    mayRefuse: false,
    clock: null,
  },
  {
    stage: 'verify',
    name: '核实',
    who: ['case_officer'],
    apart: ['propose'],
    returnsTo: null,
    mayRefuse: true,
    clock: 'removal-verify',
  },
  {
    stage: 'hear',
    name: '告知申辩',
    who: ['case_officer'],
    apart: [],
    returnsTo: 'verify',
    mayRefuse: true,
    clock: 'removal-hear',
  },
  {
    stage: 'review',
    name: '审核',
    who: ['second_reviewer'],
    apart: ['propose', 'verify', 'hear', 'verdict'],
    returnsTo: 'verify',
    mayRefuse: true,
    clock: 'removal-review',
  },
  {
    stage: 'approve',
    name: '批准',
    who: ['approver'],
    apart: ['propose', 'verify', 'hear', 'review', 'verdict'],
    returnsTo: 'verify',
    mayRefuse: true,
    clock: 'removal-approve',
  },
  {
    stage: 'publish',
    name: '公示',
    who: ['system', 'approver', 'second_reviewer'],
    apart: [],
    returnsTo: 'review',
    mayRefuse: false,
    clock: null,
  },
]

/** What has been done in one case, as far as the next signature depends on it. */
export interface RemovalCase {
  readonly signatures: readonly RemovalSignature[]
  /** Everybody who decided one of its flags or gave a second look at one. */
  readonly verdictGivers: readonly string[]
  /** When the notice of facts was served, when the answer is due, and when it came (null: not yet). */
  readonly hearing: {
    readonly servedMs: number
    readonly dueMs: number
    readonly answeredMs: number | null
  } | null
  /** The box 合规尽责情况 has been filled (leniency.ts). */
  readonly leniencyFilled: boolean
}

/** The stage that waits for a signature, or how the case ended. */
export function stageOf(signatures: readonly RemovalSignature[]): RemovalStage | 'done' | 'kept' {
  let at = 0
  for (const { stage, outcome } of signatures) {
    const rule = removalStages[at]
    if (!rule || rule.stage !== stage)
      throw new AppError('conflict', '移出案件的签署记录不连续，请联系系统管理员核对审计记录。')
    if (outcome === 'refuse') return 'kept'
    at = outcome === 'agree' ? at + 1 : removalStages.findIndex((r) => r.stage === rule.returnsTo)
  }
  return removalStages[at]?.stage ?? 'done'
}

/** People who may not sign the stage in this case, whatever their roles. */
export function barred(file: RemovalCase, stage: RemovalStage): Set<string> {
  const apart = removalStages.find((rule) => rule.stage === stage)?.apart ?? []
  return new Set([
    ...(apart.includes('verdict') ? file.verdictGivers : []),
    ...file.signatures.filter((s) => apart.includes(s.stage)).map((s) => s.by),
  ])
}

/**
 * Refuses a signature that may not be given now: `conflict` for the wrong stage or before hearing, hold or box are
 * done, `forbidden` for the wrong role or a barred person, `invalid` for an outcome the stage has not or a missing reason.
 */
export function checkSignature(
  file: RemovalCase,
  act: RemovalSignature & { readonly roles: readonly Role[] },
  holdHours: number,
): void {
  const waiting = stageOf(file.signatures)
  const rule = removalStages.find((r) => r.stage === act.stage)
  if (waiting !== act.stage || !rule)
    throw new AppError('conflict', '案件已不在这一环节，请刷新后再看。')
  if (!act.roles.some((role) => rule.who.includes(role)))
    throw new AppError('forbidden', `“${rule.name}”环节不由您的角色签署。`)
  if (barred(file, act.stage).has(act.by))
    throw new AppError('forbidden', `您已参与本案的其他环节，“${rule.name}”须由他人签署。`)
  if (act.outcome !== 'agree' && act.reason.trim() === '')
    throw new AppError('invalid', '退回或不同意须写明理由。')
  if (
    (act.outcome === 'return' && !rule.returnsTo) ||
    (act.outcome === 'refuse' && !rule.mayRefuse)
  )
    throw new AppError('invalid', `“${rule.name}”环节没有这一选项。`)
  const mayStop = file.signatures.some(
    (s) => ['review', 'approve'].includes(s.stage) && s.by === act.by,
  )
  if (act.stage === 'publish' && act.outcome === 'return' && !mayStop)
    throw new AppError('forbidden', '公示前只有本案的审核人或批准人可以叫停。')
  if (act.outcome === 'agree') checkReady(file, act, holdHours)
}

function checkReady(file: RemovalCase, act: RemovalSignature, holdHours: number): void {
  const { hearing } = file
  if (
    act.stage === 'hear' &&
    !(hearing && (hearing.answeredMs !== null || act.atMs > hearing.dueMs))
  )
    throw new AppError('conflict', '须先送达告知书，待当事人陈述申辩或期限届满。')
  if ((act.stage === 'review' || act.stage === 'approve') && !file.leniencyFilled)
    throw new AppError('conflict', '须先填写“合规尽责情况”（从轻、减轻、免于），再行审核。')
  const approved = file.signatures.findLast((s) => s.stage === 'approve')
  if (act.stage === 'publish' && approved && act.atMs < approved.atMs + holdHours * 3_600_000)
    throw new AppError('conflict', `批准后须停留 ${holdHours} 小时方可公示，其间可以叫停。`)
}

/** Where a case is as a whole: under way, withdrawn because its facts fell, ended without removal, or carried out. */
export const RemovalState = z.enum(['drafted', 'withdrawn', 'kept', 'published'])
export type RemovalState = z.infer<typeof RemovalState>

import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Actor } from './actor.ts'
import { mayUse } from './rights.ts'
import { type Precision, wilson } from './term-health.ts'
import { Verdict } from './verdict.ts'

/** 抽检 of a share of decisions, of every confirmation that feeds a removal, and of leads whose answer is known (已知样本). */
export const LookWhy = z.enum(['share', 'removal', 'known'])
export type LookWhy = z.infer<typeof LookWhy>

/** What one person made of a lead; `id` is made by the caller, so that a repeated request is the same opinion. */
export const Opinion = z.strictObject({
  id: z.string().min(1),
  verdict: Verdict,
  reason: z.string().max(2000),
  by: z.string().min(1),
  atMs: z.int(),
})
export type Opinion = z.infer<typeof Opinion>

/**
 * 抽检复看: a decision looked at again by another person who does not know it. While `sealed` the first opinion stands
 * here and nowhere else: the lead is open, so that no list, count, score or report can tell it. It enters the verdict
 * log when both agree, when the named decider has decided, or when nobody looked until `untilMs`.
 */
export interface SecondLook {
  readonly flagId: string
  readonly why: LookWhy
  readonly sealed: boolean
  readonly first: Opinion
  /** Whom it is for; null is anybody who may judge but the first. */
  readonly reader: string | null
  readonly drawnAtMs: number
  readonly untilMs: number
  readonly second: Opinion | null
  /** Who decides a difference; null is any 复核员 or 审批人 who is neither of the two. */
  readonly decider: string | null
  readonly final: Opinion | null
  readonly settledAtMs: number | null
}

export type LookPart = 'first' | 'second' | 'decider'

/** What the look asks of this person, or that they are the one looked after; null for everybody else, and once settled. */
export function partOf(look: SecondLook, { name, roles }: Pick<Actor, 'name' | 'roles'>) {
  if (look.settledAtMs !== null) return null
  if (look.why === 'known') return look.reader === name ? 'second' : null
  if (look.first.by === name) return 'first'
  if (look.second === null)
    return (look.reader ?? name) === name && mayUse(roles, 'flag.judge') ? 'second' : null
  if (look.second.by === name) return null
  return (look.decider ?? name) === name && mayUse(roles, 'look.settle') ? 'decider' : null
}

/**
 * The look with the second opinion: settled when both agree, left to the decider when not; an answer that is known only
 * counts. Throws `conflict` when somebody was faster.
 */
export function giveSecond<T extends SecondLook>(look: T, second: Opinion): T {
  if (look.second !== null) throw new AppError('conflict', '这条抽检刚由他人看过，请刷新。')
  const settled = look.why === 'known' || agrees({ ...look, second })
  return { ...look, second, settledAtMs: settled ? second.atMs : null }
}

/** The look with the decider's word. Throws `invalid` without a reason, for both opinions and this one are kept. */
export function giveFinal<T extends SecondLook>(look: T, final: Opinion): T {
  if (final.verdict === 'doubtful')
    throw new AppError('invalid', '裁定须作出结论，不能再记为存疑。')
  if (final.reason.trim() === '') throw new AppError('invalid', '裁定须写明理由。')
  return { ...look, final, settledAtMs: final.atMs }
}

export function agrees({ first, second }: Pick<SecondLook, 'first' | 'second'>): boolean {
  return second?.verdict === first.verdict
}

export interface Agreement {
  readonly looked: number
  readonly agreed: number
  /** With its 95 % interval (Wilson); null when nothing was looked at. */
  readonly share: Precision | null
}

/** How often two people who did not know of each other said the same. */
export function agreementOf(looked: number, agreed: number): Agreement {
  return { looked, agreed, share: wilson(agreed, looked) }
}

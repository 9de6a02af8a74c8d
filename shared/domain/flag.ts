import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { Channel } from './channel.ts'
import type { Role } from './role.ts'
import { chainOf, currentVerdict, Verdict, type VerdictEntry } from './verdict.ts'

/** How the category is detected (see hit.ts), as stored. */
export const FlagMode = z.enum(['assert', 'verify', 'context', 'absence', 'modifier'])

/** What a flag says of itself: 线索, hits of one room, broadcast, category and phrase, merged. A lead, never a finding. */
export const FlagFacts = z.strictObject({
  flagId: z.string().min(1),
  broadcastId: z.string().min(1),
  rule: z.string().min(1),
  category: z.string().min(1),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  mode: FlagMode,
  channel: Channel,
  /** Wall clock of the first hit. */
  saidAtMs: z.int(),
  /** True when only the audience said it: a signal for the operator's disposal duty, never the host's (令117号 第31条第2款). */
  audience: z.boolean(),
  /** The longest time from a hit to its correction on air; null when any hit stayed uncorrected. */
  correctedAfterMs: z.int().min(0).nullable(),
})
export type FlagFacts = z.infer<typeof FlagFacts>

/** Where a flag is: `open` until somebody decides. */
export const FlagState = z.enum(['open', ...Verdict.options])
export type FlagState = z.infer<typeof FlagState>

/** The state its log gives it, as known at `knownMs`. */
export function flagState(log: readonly VerdictEntry[], knownMs?: number): FlagState {
  return currentVerdict(log, knownMs)?.verdict ?? 'open'
}

/** One reviewer's hold on a flag; whoever has it may decide, others see who has it. */
export interface Lease {
  readonly by: string
  readonly untilMs: number
}

/** Takes or prolongs (heartbeat) the hold. Throws `conflict` while somebody else's is running. */
export function takeLease(
  held: Lease | null,
  by: string,
  nowMs: number,
  leaseMinutes: number,
): Lease {
  if (held && held.by !== by && held.untilMs > nowMs)
    throw new AppError('conflict', '这条线索正由他人查看，请先处理下一条。')
  return { by, untilMs: nowMs + leaseMinutes * 60_000 }
}

/** Who may take the step from one state to a verdict; a first reviewer may also correct their own, except a doubt. */
export interface DecisionStep {
  readonly from: FlagState
  readonly verdict: Verdict
  readonly who: readonly Role[]
}

const firstLook: readonly Role[] = ['reviewer', 'second_reviewer']
const secondLook: readonly Role[] = ['second_reviewer']

/** The whole life of a flag: first look, second look at a doubt by somebody else, corrections. */
const decisionSteps: readonly DecisionStep[] = [
  ...Verdict.options.map((verdict) => ({
    from: 'open' as const,
    verdict,
    who: firstLook,
  })),
  ...Verdict.options.flatMap((from) =>
    Verdict.options
      .filter((verdict) => verdict !== from)
      .map((verdict) => ({ from, verdict, who: secondLook })),
  ),
]

/**
 * Refuses a decision the person may not take now: `forbidden` for the role or for settling one's own doubt,
 * `conflict` when another reviewer holds the flag, `invalid` for a step that does not exist.
 */
export function checkDecision(
  log: readonly VerdictEntry[],
  act: { readonly verdict: Verdict; readonly by: string; readonly roles: readonly Role[] },
  held: Lease | null,
  nowMs: number,
): void {
  if (held && held.by !== act.by && held.untilMs > nowMs)
    throw new AppError('conflict', '这条线索正由他人查看，请先处理下一条。')
  const from = flagState(log)
  const step = decisionSteps.find((s) => s.from === from && s.verdict === act.verdict)
  if (!step) throw new AppError('invalid', '这条线索已是该判定，不必重复。')
  const author = currentVerdict(log)?.by
  if (from === 'doubtful' && author === act.by)
    throw new AppError('forbidden', '存疑须由另一人复核，请交给其他复核员。')
  const who = author === act.by ? firstLook : step.who
  const allowed = act.roles.some((role) => who.includes(role))
  if (!allowed) throw new AppError('forbidden', '您的角色不能作此判定，请交给复核员。')
}

/** Everybody who ever decided on the flag, once each, in order: the people barred from signing a removal that rests on it. */
export function verdictGivers(log: readonly VerdictEntry[]): string[] {
  return [...new Set(chainOf(log).map((entry) => entry.by))]
}

import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { fingerprint } from './fingerprint.ts'
import type { PoolPolicy } from './pool-policy.ts'

/** A person's decision on a flag: 成立（涉嫌）, 排除, 存疑, 技术无效. */
export const Verdict = z.enum(['confirmed', 'dismissed', 'doubtful', 'invalid'])
export type Verdict = z.infer<typeof Verdict>

export const verdictNames: Readonly<Record<Verdict, string>> = {
  confirmed: '成立（涉嫌）',
  dismissed: '排除',
  doubtful: '存疑',
  invalid: '技术无效',
}

/**
 * One line of a flag's append-only verdict log. The lines form a chain by `supersedes`, so two people acting on the
 * same line collide on a unique key (flag, supersedes) and one of them gets `conflict`. `undone` takes back the line
 * that stood before it. Nothing may follow from a line before `effectiveAtMs`, the end of its undo window.
 */
export const VerdictEntry = z.strictObject({
  id: z.string().min(1),
  flagId: z.string().min(1),
  verdict: z.enum([...Verdict.options, 'undone']),
  reason: z.string().max(2000),
  by: z.string().min(1),
  atMs: z.int(),
  effectiveAtMs: z.int(),
  /** The whole batch may be taken back for longer, so its lines take effect later. */
  batch: z.string().nullable(),
  supersedes: z.string().nullable(),
})
export type VerdictEntry = z.infer<typeof VerdictEntry>

/** A line that holds a decision, not an undo. */
export type Decision = VerdictEntry & { readonly verdict: Verdict }

/** The log in the order of its chain, whatever order it was read in. Throws `conflict` when a line is missing or forked. */
export function chainOf(log: readonly VerdictEntry[]): VerdictEntry[] {
  const after = new Map(log.map((entry) => [entry.supersedes, entry]))
  const chain: VerdictEntry[] = []
  for (let next = after.get(null); next; next = after.get(next.id)) {
    chain.push(next)
    if (chain.length > log.length) break
  }
  if (chain.length !== log.length)
    throw new AppError(
      'conflict',
      `线索 ${log[0]?.flagId} 的判定记录不连续，请联系系统管理员核对审计记录。`,
    )
  return chain
}

/** Decisions not taken back, oldest first, from the lines written up to `knownMs`. */
function kept(log: readonly VerdictEntry[], knownMs: number): Decision[] {
  const stack: Decision[] = []
  for (const entry of chainOf(log)) {
    if (entry.atMs > knownMs) break
    if (entry.verdict === 'undone') stack.pop()
    else stack.push({ ...entry, verdict: entry.verdict })
  }
  return stack
}

/** Whether a decision of this person stands in the log: corrected by others perhaps, but not taken back. */
export function decidedBy(log: readonly VerdictEntry[], name: string): boolean {
  return kept(log, Number.POSITIVE_INFINITY).some(({ by }) => by === name)
}

/** What the screen shows: the newest decision not taken back, as known at `knownMs`; null while the flag is open. */
export function currentVerdict(
  log: readonly VerdictEntry[],
  knownMs: number = Number.POSITIVE_INFINITY,
): Decision | null {
  return kept(log, knownMs).at(-1) ?? null
}

/** What consequences rest on: the newest decision whose undo window has ended at `knownMs`, or null. */
export function effectiveVerdict(log: readonly VerdictEntry[], knownMs: number): Decision | null {
  return kept(log, knownMs).findLast((entry) => entry.effectiveAtMs <= knownMs) ?? null
}

type Windows = Pick<PoolPolicy, 'undoMinutes' | 'batchUndoMinutes'>

/** When a decision given at `atMs` starts to have consequences. */
export function effectiveAtMs(atMs: number, batch: string | null, windows: Windows): number {
  return atMs + (batch === null ? windows.undoMinutes : windows.batchUndoMinutes) * 60_000
}

/** What a person hands in; `id` is made by the caller, so that a repeated request is the same line. */
export interface Decide {
  readonly id: string
  readonly flagId: string
  readonly verdict: Verdict
  readonly reason: string
  readonly by: string
  readonly batch?: string
  /** The last line the person saw; undefined skips the check (the command line, imports). */
  readonly seen?: string | null
}

/**
 * The next line of the log. A later decision is a correction (更正): both lines stay, and it needs a reason.
 * Throws `conflict` when the log has moved on since `seen`, `invalid` when nothing would change or the reason is missing.
 */
export function decide(
  log: readonly VerdictEntry[],
  act: Decide,
  nowMs: number,
  windows: Windows,
): VerdictEntry {
  const head = chainOf(log).at(-1) ?? null
  if (act.seen !== undefined && act.seen !== (head?.id ?? null))
    throw new AppError('conflict', '这条线索刚被他人判定，请刷新后再看。')
  const current = currentVerdict(log)
  if (current?.verdict === act.verdict)
    throw new AppError('invalid', `这条线索已判定为“${verdictNames[act.verdict]}”，不必重复判定。`)
  if (current && act.reason.trim() === '') throw new AppError('invalid', '更正已有判定须写明理由。')
  const atMs = Math.max(nowMs, head?.atMs ?? nowMs)
  const batch = act.batch ?? null
  return {
    id: act.id,
    flagId: act.flagId,
    verdict: act.verdict,
    reason: act.reason.trim(),
    by: act.by,
    atMs,
    effectiveAtMs: effectiveAtMs(atMs, batch, windows),
    batch,
    supersedes: head?.id ?? null,
  }
}

/**
 * The line that takes back the person's own newest decision. Throws `conflict` once its undo window has ended
 * (then a correction is the way), `forbidden` for somebody else's, `invalid` when there is nothing to take back.
 */
export function undo(
  log: readonly VerdictEntry[],
  act: { readonly id: string; readonly by: string },
  nowMs: number,
): VerdictEntry {
  const current = currentVerdict(log)
  const head = chainOf(log).at(-1)
  if (!current || !head) throw new AppError('invalid', '这条线索还没有判定，无可撤销。')
  if (current.by !== act.by)
    throw new AppError('forbidden', '只能撤销本人的判定；他人的判定请用“更正”。')
  if (nowMs >= current.effectiveAtMs)
    throw new AppError('conflict', '已过撤销时限，判定已生效；请用“更正”并写明理由。')
  const atMs = Math.max(nowMs, head.atMs)
  return {
    id: act.id,
    flagId: current.flagId,
    verdict: 'undone',
    reason: '',
    by: act.by,
    atMs,
    effectiveAtMs: atMs,
    batch: current.batch,
    supersedes: head.id,
  }
}

/**
 * Whether a decision gets a blind second look by another person: a fixed share picked by the line's id, so that the
 * choice can be re-derived and nobody can steer it.
 */
export function drawnForSecondLook(verdictId: string, share: number): boolean {
  return Number.parseInt(fingerprint(verdictId).slice(0, 8), 16) / 2 ** 32 < share
}

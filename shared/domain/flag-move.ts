import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { WorklistPolicy } from './worklist-policy.ts'

/** 搁置: from everybody's list until a day; 转交: to one person; 跳过: to anybody but oneself. */
export const MoveKind = z.enum(['parked', 'handed', 'skipped'])
export type MoveKind = z.infer<typeof MoveKind>

/** Where an open lead stands beside the common worklist. It ends by itself, so that nothing is lost with a person. */
export interface FlagMove {
  readonly kind: MoveKind
  readonly by: string
  /** To whom it was handed. */
  readonly to: string | null
  readonly untilMs: number
  readonly reason: string
}

/** What a person hands in. */
export type MoveForm =
  | { readonly kind: 'parked'; readonly days: number; readonly reason: string }
  | { readonly kind: 'handed'; readonly to: string; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string }

const hourMs = 3_600_000

/** Throws `invalid` for parking longer than the policy lets, without a reason, and for handing over to oneself. */
export function moveOf(
  form: MoveForm,
  by: string,
  nowMs: number,
  { moves }: Pick<WorklistPolicy, 'moves'>,
): FlagMove {
  const reason = form.reason.trim()
  const base = { kind: form.kind, by, to: null, reason }
  switch (form.kind) {
    case 'parked':
      if (form.days > moves.parkMaxDays)
        throw new AppError('invalid', `最多搁置 ${moves.parkMaxDays} 天,请缩短。`)
      if (reason === '') throw new AppError('invalid', '搁置须写明理由。')
      return { ...base, untilMs: nowMs + form.days * 24 * hourMs }
    case 'handed':
      if (form.to === by) throw new AppError('invalid', '不能转交给自己,请选其他复核员。')
      return { ...base, to: form.to, untilMs: nowMs + moves.handHours * hourMs }
    case 'skipped':
      return { ...base, untilMs: nowMs + moves.skipHours * hourMs }
  }
}

/** Whether the lead stands in this person's list now. */
export function standsInList(move: FlagMove | null, person: string, nowMs: number): boolean {
  if (!move || move.untilMs <= nowMs) return true
  if (move.kind === 'handed') return move.to === person
  return move.kind === 'skipped' && move.by !== person
}

/** Who handed it to this person, while that lasts. */
export function handedBy(move: FlagMove | null, person: string, nowMs: number): string | null {
  return move?.kind === 'handed' && move.untilMs > nowMs && move.to === person ? move.by : null
}

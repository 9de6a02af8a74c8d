import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { ArticleRef } from './hit.ts'

/** 整改告知 from draft to its end. `overdue` is no state: it is `dueAt` passed without an answer. */
export const NoticeState = z.enum([
  'draft',
  'served',
  'read',
  'answered',
  'accepted',
  'not_accepted',
  'withdrawn',
])
export type NoticeState = z.infer<typeof NoticeState>

export const noticeStateNames: Readonly<Record<NoticeState, string>> = {
  draft: '草稿',
  served: '已送达',
  read: '已阅',
  answered: '已答复',
  accepted: '整改验收通过',
  not_accepted: '整改未通过',
  withdrawn: '已撤销',
}

export const ReplyKind = z.enum(['answer', 'extension', 'statement'])
export type ReplyKind = z.infer<typeof ReplyKind>

export const ServedHow = z.enum(['portal', 'in-person', 'post', 'left', 'electronic'])
export type ServedHow = z.infer<typeof ServedHow>

/** One confirmed flag in a notice, as it was when the notice was drafted: the quote, its clip, the article, the demand. */
export interface NoticeItem {
  readonly flagId: string
  readonly verdictId: string
  readonly category: string
  readonly quote: string
  readonly saidAtMs: number
  readonly clipId: string | null
  readonly articles: readonly ArticleRef[]
  readonly demand: string
}

export const noticeVerbs = [
  'serve',
  'read',
  'answer',
  'extend',
  'accept',
  'refuse',
  'withdraw',
] as const
export type NoticeVerb = (typeof noticeVerbs)[number]

/** From where a step leads, and where to; null where the state stays. */
export const noticeSteps: Readonly<
  Record<NoticeVerb, { from: readonly NoticeState[]; to: NoticeState | null }>
> = {
  serve: { from: ['draft'], to: 'served' },
  read: { from: ['served'], to: 'read' },
  // After a refusal the operator mends and answers again.
  answer: { from: ['served', 'read', 'not_accepted'], to: 'answered' },
  extend: { from: ['served', 'read', 'not_accepted'], to: null },
  accept: { from: ['answered'], to: 'accepted' },
  refuse: { from: ['answered'], to: 'not_accepted' },
  withdraw: { from: ['draft', 'served', 'read', 'answered', 'not_accepted'], to: 'withdrawn' },
}

/** The state after a step; throws `conflict` for one the present state does not allow. */
export function noticeAfter(from: NoticeState, verb: NoticeVerb): NoticeState {
  const step = noticeSteps[verb]
  if (!step.from.includes(from))
    throw new AppError(
      'conflict',
      `告知书“${noticeStateNames[from]}”时不能进行此操作，请刷新后再看。`,
    )
  return step.to ?? from
}

/** True while the answer is due and its day has passed. */
export function isOverdue(
  { state, dueAt }: { readonly state: NoticeState; readonly dueAt: Date | null },
  now: Date,
): boolean {
  return ['served', 'read', 'not_accepted'].includes(state) && dueAt !== null && dueAt < now
}

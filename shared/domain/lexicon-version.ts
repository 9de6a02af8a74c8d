import { z } from 'zod'
import { AppError } from '#shared/errors.ts'

/** Where a version is: written, tried out unseen, in force, no longer in force. */
export const LexiconState = z.enum(['draft', 'shadow', 'published', 'retired'])
export type LexiconState = z.infer<typeof LexiconState>

export const lexiconStateNames: Readonly<Record<LexiconState, string>> = {
  draft: '草稿',
  shadow: '影子试运行',
  published: '使用中',
  retired: '已停用',
}

/**
 * What may be done to a version. `supersede` is what another one's publication does to the one in force; `redraft`
 * takes up again a draft that was given up, `rollback` a version that had been in force.
 */
export const LexiconAct = z.enum([
  'shadow',
  'publish',
  'rollback',
  'retire',
  'redraft',
  'supersede',
])
export type LexiconAct = z.infer<typeof LexiconAct>

const lexiconActNames: Readonly<Record<LexiconAct, string>> = {
  shadow: '影子试运行',
  publish: '发布',
  rollback: '回滚',
  retire: '停用',
  redraft: '重新起草',
  supersede: '被替换',
}

/** What the life of a version rests on. */
export interface Life {
  readonly state: LexiconState
  /** It was in force at some time. */
  readonly wasPublished: boolean
}

const transitions: Readonly<
  Record<LexiconAct, { readonly from: readonly LexiconState[]; readonly to: LexiconState }>
> = {
  shadow: { from: ['draft'], to: 'shadow' },
  publish: { from: ['draft', 'shadow'], to: 'published' },
  rollback: { from: ['retired'], to: 'published' },
  retire: { from: ['draft', 'shadow'], to: 'retired' },
  redraft: { from: ['retired'], to: 'draft' },
  supersede: { from: ['published'], to: 'retired' },
}

/** Whether a version may be acted on that way. */
export function mayAct({ state, wasPublished }: Life, act: LexiconAct): boolean {
  if (!transitions[act].from.includes(state)) return false
  if (act === 'rollback') return wasPublished
  return act !== 'redraft' || !wasPublished
}

/** The state after an act. Throws `conflict` with what to do instead when the version's life does not allow it. */
export function stateAfter(life: Life, act: LexiconAct): LexiconState {
  if (mayAct(life, act)) return transitions[act].to
  throw new AppError(
    'conflict',
    `“${lexiconStateNames[life.state]}”的词库版本不能${lexiconActNames[act]}：${hint(life, act)}。`,
  )
}

function hint({ state, wasPublished }: Life, act: LexiconAct): string {
  if (state === 'published')
    return act === 'retire' ? '使用中的版本只能由发布另一版来替换' : '它已经在使用'
  if (state === 'shadow' && act === 'shadow') return '它已经在影子试运行'
  if (state === 'retired')
    return wasPublished ? '请用回滚并写明理由' : '它从未发布，请重新起草后再试'
  return act === 'rollback' ? '它从未发布，请用发布' : '请先看它现在的状态'
}

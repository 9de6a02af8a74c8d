import { openingOf, saveOpening } from '#shared/db/flag-openings.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { checkRight } from '#shared/domain/rights.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { AppError } from '#shared/errors.ts'
import type { JudgeDeps } from './judge.ts'

/** Notes that a person has a flag's clip or words before them. Throws `not_found` outside their region. */
export async function openFlag(
  { db, now, policies }: JudgeDeps,
  flagId: string,
  actor: Actor,
): Promise<{ readonly waitMs: number }> {
  checkRight(actor, 'flag.judge')
  const at = now()
  const flag = await openingOf(db, actor, flagId, actor.name)
  if (!flag) throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
  if (!flag.openedAt) await saveOpening(db, flagId, actor.name, at)
  const { minSeverity, seconds } = policyOn(policies, at.getTime()).exposure
  const openMs = at.getTime() - (flag.openedAt ?? at).getTime()
  return { waitMs: flag.severity < minSeverity ? 0 : Math.max(0, seconds * 1000 - openMs) }
}

/**
 * Refuses 成立 of a grave flag that this person has not had open for the policy's time (`conflict`); 排除 asks nothing. A
 * batch rests on its opened samples instead.
 */
export async function checkExposure(
  { db, now, policies }: JudgeDeps,
  flagId: string,
  verdict: Verdict,
  actor: Actor,
): Promise<void> {
  if (verdict !== 'confirmed') return
  const atMs = now().getTime()
  const { minSeverity, seconds } = policyOn(policies, atMs).exposure
  const flag = await openingOf(db, actor, flagId, actor.name)
  if (!flag || flag.severity < minSeverity) return
  if (flag.openedAt && atMs - flag.openedAt.getTime() >= seconds * 1000) return
  throw new AppError(
    'conflict',
    `严重线索判“成立”之前,须打开它的片段或转写,看满 ${seconds} 秒。请打开看过再判。`,
  )
}

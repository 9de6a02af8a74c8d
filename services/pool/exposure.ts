import { openingOf, saveOpening } from '#shared/db/flag-openings.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { checkRight } from '#shared/domain/rights.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { AppError } from '#shared/errors.ts'
import { handedAt } from './handed.ts'
import type { JudgeDeps } from './judge.ts'

export interface ExposureDeps extends JudgeDeps {
  readonly access: { readonly secret: string }
}

/** An opening that waited for the network: how long, by the person's own clock, and the mark that came with the flag. */
export interface SaidOpening {
  readonly agoMs: number
  readonly handed: string
}

/**
 * Notes that a person has a flag's clip or words before them. A time they say is believed only from when the house handed
 * them the flag until now. Throws `not_found` outside their region, `conflict` for a time that cannot be.
 */
export async function openFlag(
  { db, now, policies, access }: ExposureDeps,
  flagId: string,
  actor: Actor,
  said?: SaidOpening,
): Promise<{ readonly waitMs: number }> {
  checkRight(actor, 'flag.judge')
  const at = now()
  const by = actor.name
  const flag = await openingOf(db, actor, flagId, by)
  if (!flag) throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
  if (said && !flag.openedAt) {
    const handedMs = handedAt(access.secret, said.handed, { flagId, by })
    if (handedMs === null || said.agoMs < 0 || at.getTime() - said.agoMs < handedMs)
      throw new AppError('conflict', '断网期间打开线索的时间核对不上，请重新打开看过再判。')
  }
  const saidAt = said ? new Date(at.getTime() - said.agoMs) : null
  if (!flag.openedAt) await saveOpening(db, { flagId, by, at, saidAt })
  const { minSeverity, seconds } = policyOn(policies, at.getTime()).exposure
  const openMs = at.getTime() - (flag.openedAt ?? saidAt ?? at).getTime()
  return { waitMs: flag.severity < minSeverity ? 0 : Math.max(0, seconds * 1000 - openMs) }
}

/**
 * Refuses 成立 of a grave flag that this person had not had open for the policy's time when they gave it, `agoMs` ago
 * (`conflict`); 排除 asks nothing. A batch rests on its opened samples instead.
 */
export async function checkExposure(
  { db, now, policies }: JudgeDeps,
  flagId: string,
  { verdict, agoMs = 0 }: { readonly verdict: Verdict; readonly agoMs?: number | undefined },
  actor: Actor,
): Promise<void> {
  if (verdict !== 'confirmed') return
  const atMs = now().getTime()
  const { minSeverity, seconds } = policyOn(policies, atMs).exposure
  const flag = await openingOf(db, actor, flagId, actor.name)
  if (!flag || flag.severity < minSeverity) return
  if (flag.openedAt && atMs - agoMs - flag.openedAt.getTime() >= seconds * 1000) return
  throw new AppError(
    'conflict',
    `严重线索判“成立”之前,须打开它的片段或转写,看满 ${seconds} 秒。请打开看过再判。`,
  )
}

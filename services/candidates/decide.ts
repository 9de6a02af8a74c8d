import { audit } from '#shared/db/audit.ts'
import { type Candidate, decideCandidate, lockCandidate } from '#shared/db/candidates.ts'
import type { Db } from '#shared/db/client.ts'
import { ensureFlag } from '#shared/db/flags.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { promotedRule } from '#shared/domain/candidate.ts'
import { basisFor, type Category } from '#shared/domain/category.ts'
import { checkRight } from '#shared/domain/rights.ts'
import { AppError } from '#shared/errors.ts'
import { fold, foldedText, makeFoldTable } from '#shared/text/fold.ts'

export interface CandidateDeps {
  readonly db: Db
  readonly rulebook: { readonly categories: readonly Category[] }
  readonly now: () => Date
}

/** The candidate as decided, and the flag it became. */
export interface Decided {
  readonly id: string
  readonly state: Candidate['state']
  readonly flagId: string | null
}

/**
 * A person takes a candidate up: it becomes an open flag of its category, or joins the one there is of the same words.
 * The flag still waits for a verdict like any other. Asking twice gives the same flag. Throws `not_found` outside the
 * person's region, `conflict` when it was dismissed, `invalid` when its category is no longer in the lexicon.
 */
export async function promoteCandidate(
  { db, rulebook, now }: CandidateDeps,
  id: string,
  reason: string,
  actor: Actor,
): Promise<Decided> {
  return onCandidate(db, id, actor, async (tx, { candidate, roomId, roomType, broadcastId }) => {
    if (candidate.state === 'promoted') return outcome(candidate)
    if (candidate.state === 'dismissed')
      throw new AppError('conflict', '这条候选已被标为不采纳,请刷新后再看。')
    const category = rulebook.categories.find((one) => one.id === candidate.category)
    if (!category || !broadcastId)
      throw new AppError('invalid', '这条候选的类别已不在词库中,不能转为线索;请标为不采纳。')
    const { recordingId, channel, audience, quote, quoteStart, quoteEnd } = candidate
    const { startMs, endMs, saidAt } = candidate
    const at = now()
    const flag = {
      roomId,
      broadcastId,
      recordingId,
      category: category.id,
      phrase: foldedText(fold(candidate.phrase, makeFoldTable())) || candidate.phrase,
      audience,
      rule: promotedRule(candidate.source),
      channel,
      severity: category.severity,
      mode: category.mode,
      articles: basisFor(category, roomType),
      lexiconVersion: `model:${candidate.model}`,
      hitCount: 1,
      quote,
      quoteStart,
      quoteEnd,
      startMs,
      endMs,
      saidAt,
      correctedAfterMs: null,
      hits: [],
    }
    const flagId = await ensureFlag(tx, flag, at)
    return decided(tx, candidate, { state: 'promoted', flagId, reason, actor, at })
  })
}

/** A person says a candidate is none; it stays out of every later reading of the same words. */
export async function dismissCandidate(
  { db, now }: CandidateDeps,
  id: string,
  reason: string,
  actor: Actor,
): Promise<Decided> {
  return onCandidate(db, id, actor, async (tx, { candidate }) => {
    if (candidate.state === 'dismissed') return outcome(candidate)
    if (candidate.state === 'promoted')
      throw new AppError('conflict', '这条候选已转为线索,请在线索上判定。')
    return decided(tx, candidate, { state: 'dismissed', flagId: null, reason, actor, at: now() })
  })
}

async function decided(
  tx: Db,
  candidate: Candidate,
  act: {
    readonly state: 'promoted' | 'dismissed'
    readonly flagId: string | null
    readonly reason: string
    readonly actor: Actor
    readonly at: Date
  },
): Promise<Decided> {
  const { state, flagId, reason, actor, at } = act
  const decision = { decidedBy: actor.name, decidedAt: at, decisionReason: reason.trim() }
  await decideCandidate(tx, candidate.id, { state, flagId, ...decision })
  const { source, model, promptHash, category, phrase } = candidate
  const detail = {
    state,
    flagId,
    reason: reason.trim(),
    source,
    model,
    promptHash,
    category,
    phrase,
  }
  await audit(tx, { at, actor: actor.name, action: 'candidate', subject: candidate.id, detail })
  return { id: candidate.id, state, flagId }
}

const outcome = ({ id, state, flagId }: Candidate): Decided => ({ id, state, flagId })

async function onCandidate(
  db: Db,
  id: string,
  actor: Actor,
  act: (tx: Db, found: NonNullable<Awaited<ReturnType<typeof lockCandidate>>>) => Promise<Decided>,
): Promise<Decided> {
  checkRight(actor, 'candidate.decide')
  return db.transaction(async (tx) => {
    const found = await lockCandidate(tx, actor, id)
    if (!found) throw new AppError('not_found', '没有这条候选,可能已被移除或不在您的辖区。')
    return act(tx, found)
  })
}

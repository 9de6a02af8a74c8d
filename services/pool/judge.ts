import { randomUUID } from 'node:crypto'
import { audit } from '#shared/db/audit.ts'
import { type Db, isUniqueViolation } from '#shared/db/client.ts'
import { type Flag, lockFlag, setFlagState, setLease } from '#shared/db/flags.ts'
import { appendVerdict, verdictLog } from '#shared/db/verdicts.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkDecision, flagState, type Lease, takeLease } from '#shared/domain/flag.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { checkRight } from '#shared/domain/rights.ts'
import { decide, undo, type Verdict, type VerdictEntry } from '#shared/domain/verdict.ts'
import { AppError } from '#shared/errors.ts'

export interface JudgeDeps {
  readonly db: Db
  readonly policies: readonly PoolPolicy[]
  readonly now: () => Date
}

export interface Judgement {
  /** Made by the caller: the same request twice is one line of the log. */
  readonly id?: string | undefined
  readonly verdict: Verdict
  readonly reason?: string | undefined
  /** The last line of the log that the person saw. */
  readonly seen?: string | null | undefined
}

/** The new line of the log, and the room whose standing it may move. */
export interface Judged {
  readonly entry: VerdictEntry
  readonly roomId: string
}

/**
 * A person's decision on a flag: one line of the log, the flag's state and the audit line, in one transaction.
 * Throws `not_found` outside the person's region, `forbidden` for the role, `conflict` when somebody was faster.
 */
export async function judgeFlag(
  { db, policies, now }: JudgeDeps,
  flagId: string,
  { id = randomUUID(), verdict, reason = '', seen }: Judgement,
  actor: Actor,
): Promise<Judged> {
  const at = now()
  const by = actor.name
  return onFlag(db, flagId, actor, async (tx, flag, log) => {
    const repeated = log.find((entry) => entry.id === id)
    if (repeated) return { entry: repeated, roomId: flag.roomId }
    checkDecision(log, { verdict, by, roles: actor.roles }, leaseOf(flag), at.getTime())
    const windows = policyOn(policies, at.getTime())
    const act = { id, flagId, verdict, reason, by, ...(seen === undefined ? {} : { seen }) }
    const entry = decide(log, act, at.getTime(), windows)
    await appendVerdict(tx, entry, flag.roomId)
    await setFlagState(tx, flagId, verdict)
    const detail = { verdict, reason: entry.reason, before: flag.state, quote: flag.quote }
    await audit(tx, { at, actor: by, action: 'verdict', subject: flagId, detail })
    return { entry, roomId: flag.roomId }
  })
}

/** Takes back the person's own newest decision within its undo window; nothing elsewhere has come of it yet. */
export async function undoVerdict(
  { db, now }: JudgeDeps,
  flagId: string,
  actor: Actor,
): Promise<Judged> {
  const at = now()
  return onFlag(db, flagId, actor, async (tx, flag, log) => {
    const entry = undo(log, { id: randomUUID(), by: actor.name }, at.getTime())
    await appendVerdict(tx, entry, flag.roomId)
    await setFlagState(tx, flagId, flagState([...log, entry]))
    await audit(tx, { at, actor: actor.name, action: 'undo', subject: flagId, detail: {} })
    return { entry, roomId: flag.roomId }
  })
}

/** Takes or prolongs the hold on a flag; `conflict` while somebody else has it. */
export async function holdFlag(
  { db, policies, now }: JudgeDeps,
  flagId: string,
  actor: Actor,
): Promise<Lease> {
  const nowMs = now().getTime()
  const { leaseMinutes } = policyOn(policies, nowMs)
  return onFlag(db, flagId, actor, async (tx, flag) => {
    const lease = takeLease(leaseOf(flag), actor.name, nowMs, leaseMinutes)
    await setLease(tx, flagId, lease)
    return lease
  })
}

function leaseOf({ leaseBy, leaseUntil }: Flag): Lease | null {
  return leaseBy && leaseUntil ? { by: leaseBy, untilMs: leaseUntil.getTime() } : null
}

async function onFlag<T>(
  db: Db,
  flagId: string,
  actor: Actor,
  act: (tx: Db, flag: Flag, log: readonly VerdictEntry[]) => Promise<T>,
): Promise<T> {
  checkRight(actor, 'flag.judge')
  try {
    return await db.transaction(async (tx) => {
      const flag = await lockFlag(tx, actor, flagId)
      if (!flag) throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
      return act(tx, flag, await verdictLog(tx, flagId))
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('conflict', '这条线索刚被他人判定,请刷新后再看。', { cause: error })
    throw error
  }
}

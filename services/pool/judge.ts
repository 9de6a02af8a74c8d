import { randomUUID } from 'node:crypto'
import { audit } from '#shared/db/audit.ts'
import { type Db, isUniqueViolation } from '#shared/db/client.ts'
import { fileDecision } from '#shared/db/decisions.ts'
import { type Flag, lockFlag, setFlagState, setLease } from '#shared/db/flags.ts'
import { drawKnown } from '#shared/db/known-items.ts'
import { dropLook, type Look, looksOf, waitingLook } from '#shared/db/second-looks.ts'
import { appendVerdict, verdictLog } from '#shared/db/verdicts.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkDecision, flagState, type Lease, takeLease } from '#shared/domain/flag.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { checkRight, type Verb } from '#shared/domain/rights.ts'
import { type LookPart, partOf } from '#shared/domain/second-look.ts'
import { decide, undo, type Verdict, type VerdictEntry } from '#shared/domain/verdict.ts'
import { AppError } from '#shared/errors.ts'
import { giveLook, givenBefore, lineOf, sealedLine, settleLook } from './second-look.ts'

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

/** The line that says what the person decided, in the log or sealed until it is, and the room it may move. */
export interface Judged {
  readonly entry: VerdictEntry
  readonly roomId: string
}

/**
 * A person's decision on a flag: one line of the log, the flag's state and the audit line, in one transaction; or, where
 * a decision of somebody else waits for it, the blind second look. Throws `not_found` outside the person's region,
 * `forbidden` for the role, `conflict` when somebody was faster or a difference waits for its decider.
 */
export async function judgeFlag(
  { db, policies, now }: JudgeDeps,
  flagId: string,
  { id = randomUUID(), verdict, reason = '', seen }: Judgement,
  actor: Actor,
): Promise<Judged> {
  const at = now()
  const atMs = at.getTime()
  const by = actor.name
  return onFlag(db, flagId, actor, 'flag.judge', async (tx, flag, log) => {
    const { roomId } = flag
    const looks = await looksOf(tx, flagId)
    const repeated = log.find((entry) => entry.id === id) ?? givenBefore(looks, id, by, policies)
    if (repeated) return { entry: repeated, roomId }
    const look = waitingLook(looks, by)
    const part = look ? partOf(look, actor) : null
    if (look && part === 'second') {
      checkHold(flag, by, atMs)
      const opinion = { id, verdict, reason: reason.trim(), by, atMs }
      await giveLook(tx, flag, log, look, opinion)
      return { entry: lineOf(opinion, flagId), roomId }
    }
    const mine = unlooked(look, part)
    const lines = mine ? [...log, sealedLine(mine, policies)] : log
    checkDecision(lines, { verdict, by, roles: actor.roles }, leaseOf(flag), atMs)
    const windows = policyOn(policies, atMs)
    const act = { id, flagId, verdict, reason, by, ...(seen === undefined ? {} : { seen }) }
    const supersedes = log.at(-1)?.id ?? null
    const entry = { ...decide(lines, act, atMs, windows), verdict, supersedes }
    if (look && part === 'first') await dropLook(tx, look.id)
    const sealed = await fileDecision(tx, entry, flag, log, { policies, again: mine !== null })
    const detail = { verdict, reason: entry.reason, before: flag.state, quote: flag.quote }
    const how = sealed ? { ...detail, sealed } : detail
    await audit(tx, { at, actor: by, action: 'verdict', subject: flagId, detail: how })
    await drawKnown(tx, actor, entry, windows)
    return { entry, roomId }
  })
}

/** The named decider's word where two people differ. Throws `conflict` when no difference waits for this person. */
export async function settleFlag(
  { db, now }: JudgeDeps,
  flagId: string,
  { id = randomUUID(), verdict, reason = '' }: Judgement,
  actor: Actor,
): Promise<Judged> {
  return onFlag(db, flagId, actor, 'look.settle', async (tx, flag, log) => {
    const looks = await looksOf(tx, flagId)
    const opinion = { id, verdict, reason: reason.trim(), by: actor.name, atMs: now().getTime() }
    const done = { entry: lineOf(opinion, flagId), roomId: flag.roomId }
    if (looks.some(({ final }) => final?.id === id)) return done
    const look = waitingLook(looks, actor.name)
    if (!look || partOf(look, actor) !== 'decider')
      throw new AppError('conflict', '这条线索没有待您裁定的分歧，请刷新后再看。')
    await settleLook(tx, flag, log, look, opinion)
    return done
  })
}

/** Takes back the person's own newest decision within its undo window; nothing elsewhere has come of it yet. */
export async function undoVerdict(
  { db, policies, now }: JudgeDeps,
  flagId: string,
  actor: Actor,
): Promise<Judged> {
  const at = now()
  return onFlag(db, flagId, actor, 'flag.judge', async (tx, flag, log) => {
    const look = waitingLook(await looksOf(tx, flagId), actor.name)
    const part = look ? partOf(look, actor) : null
    const mine = part === 'first' ? unlooked(look, part) : null
    const lines = mine ? [...log, sealedLine(mine, policies)] : log
    const entry = undo(lines, { id: randomUUID(), by: actor.name }, at.getTime())
    if (look && part === 'first') await dropLook(tx, look.id)
    if (!mine) {
      await appendVerdict(tx, entry, flag.roomId)
      await setFlagState(tx, flagId, flagState([...log, entry]))
    }
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
  return onFlag(db, flagId, actor, 'flag.judge', async (tx, flag) => {
    const lease = takeLease(leaseOf(flag), actor.name, nowMs, leaseMinutes)
    await setLease(tx, flagId, lease)
    return lease
  })
}

/** The sealed decision that is the person's own to change, or null; refuses whoever else the look leaves out. */
function unlooked(look: Look | undefined, part: LookPart | null): Look | null {
  if (!look || look.why === 'known') return null
  if (part !== 'first' || look.second !== null)
    throw new AppError('conflict', '这条线索正在抽检，两人意见不一，请等裁定人作出判定。')
  return look.sealed ? look : null
}

function checkHold(flag: Flag, by: string, nowMs: number): void {
  const held = leaseOf(flag)
  if (held && held.by !== by && held.untilMs > nowMs)
    throw new AppError('conflict', '这条线索正由他人查看，请先处理下一条。')
}

function leaseOf({ leaseBy, leaseUntil }: Flag): Lease | null {
  return leaseBy && leaseUntil ? { by: leaseBy, untilMs: leaseUntil.getTime() } : null
}

async function onFlag<T>(
  db: Db,
  flagId: string,
  actor: Actor,
  verb: Verb,
  act: (tx: Db, flag: Flag, log: readonly VerdictEntry[]) => Promise<T>,
): Promise<T> {
  checkRight(actor, verb)
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

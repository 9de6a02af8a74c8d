import { createHash, randomUUID } from 'node:crypto'
import { audit } from '#shared/db/audit.ts'
import { type Db, isUniqueViolation } from '#shared/db/client.ts'
import { fileDecision } from '#shared/db/decisions.ts'
import { type Flag, lockFlag, setFlagState } from '#shared/db/flags.ts'
import {
  dropLook,
  type Look,
  looksOf,
  sealedOfBatch,
  waitingLook,
} from '#shared/db/second-looks.ts'
import { appendVerdict, flagsOfBatch, verdictLog } from '#shared/db/verdicts.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkDecision, flagState } from '#shared/domain/flag.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { checkRight } from '#shared/domain/rights.ts'
import {
  currentVerdict,
  decide,
  effectiveAtMs,
  undo,
  type Verdict,
  type VerdictEntry,
} from '#shared/domain/verdict.ts'
import { samplesOf } from '#shared/domain/worklist.ts'
import { AppError } from '#shared/errors.ts'
import { findCopies } from '#shared/text/copies.ts'
import type { BatchDeps } from './deps.ts'

/** One verdict for copies of one script; `id` is made by the caller, so that a repeated request changes nothing. */
export interface Batch {
  readonly id: string
  readonly verdict: Verdict
  readonly reason?: string | undefined
  readonly flagIds: readonly string[]
}

export interface BatchDone {
  readonly id: string
  readonly flagIds: readonly string[]
  /** Rooms whose standing it may move. */
  readonly roomIds: readonly string[]
}

/** Until then it can be taken back as one. */
interface BatchFiled extends BatchDone {
  readonly effectiveAtMs: number
}

/**
 * Gives one verdict to copies of one script, a line of its own to each, all or none. Throws `invalid` when they are not
 * copies of one script, `conflict` when a sample has not been opened, or one of them is decided or held by somebody else.
 */
export async function judgeBatch(
  deps: BatchDeps,
  { id, verdict, reason = '', flagIds }: Batch,
  actor: Actor,
): Promise<BatchFiled> {
  checkRight(actor, 'flag.judge')
  const at = deps.now()
  const nowMs = at.getTime()
  const by = actor.name
  const ids = [...new Set(flagIds)].toSorted()
  return onFlags(deps.db, async (tx) => {
    const flags = await lockAll(tx, actor, ids)
    const logs = await logsOf(tx, flags)
    const lineOf = (flag: Flag) => lineId(id, flag.id)
    const looks = await allLooks(tx, flags)
    const windows = policyOn(deps.policies, nowMs)
    const filedAt = (flag: Flag) =>
      logs.get(flag.id)?.find((entry) => entry.id === lineOf(flag))?.atMs ??
      looks.get(flag.id)?.find((look) => look.lineId === lineOf(flag))?.first.atMs
    const filed = flags.map(filedAt).filter((atMs) => atMs !== undefined)
    const firstMs = filed.length === flags.length ? Math.min(...filed) : nowMs
    const answer = {
      ...{ id, flagIds: ids, roomIds: roomsOf(flags) },
      effectiveAtMs: effectiveAtMs(firstMs, id, windows),
    }
    if (filed.length === flags.length) return answer
    checkUnlooked(looks, by)
    checkCopies(deps, flags, nowMs)
    checkOpened(deps, flags, by, nowMs)
    for (const flag of flags) {
      const log = logs.get(flag.id) ?? []
      const held =
        flag.leaseBy && flag.leaseUntil
          ? { by: flag.leaseBy, untilMs: flag.leaseUntil.getTime() }
          : null
      checkDecision(log, { verdict, by, roles: actor.roles }, held, nowMs)
      const line = { id: lineOf(flag), flagId: flag.id, verdict, reason, by, batch: id, seen: null }
      const entry = { ...decide(log, line, nowMs, windows), verdict }
      const sealed = await fileDecision(tx, entry, flag, log, deps)
      const before = { before: flag.state, quote: flag.quote, batch: id }
      const detail = { verdict, reason: entry.reason, ...before, ...(sealed ? { sealed } : {}) }
      await audit(tx, { at, actor: by, action: 'verdict', subject: flag.id, detail })
    }
    return answer
  })
}

/**
 * Takes back the person's own batch within its window; flags that somebody has corrected or that were taken back one by
 * one stay as they are. Throws `not_found` when nothing of it is there for these eyes, `conflict` after the window.
 */
export async function undoBatch(deps: BatchDeps, id: string, actor: Actor): Promise<BatchDone> {
  checkRight(actor, 'flag.judge')
  const at = deps.now()
  return onFlags(deps.db, async (tx) => {
    const sealed = (await sealedOfBatch(tx, id)).filter(({ first }) => first.by === actor.name)
    const ids = [...(await flagsOfBatch(tx, actor, id)), ...sealed.map(({ flagId }) => flagId)]
    if (ids.length === 0) throw new AppError('not_found', '没有这一批判定,可能不在您的辖区。')
    const flags = await lockAll(tx, actor, ids)
    const logs = await logsOf(tx, flags)
    const windows = policyOn(deps.policies, at.getTime())
    const inTime = sealed.filter(
      ({ first }) => at.getTime() < effectiveAtMs(first.atMs, id, windows),
    )
    const mine = flags.filter((flag) => {
      if (inTime.some(({ flagId }) => flagId === flag.id)) return true
      const current = currentVerdict(logs.get(flag.id) ?? [])
      return current?.batch === id && current.by === actor.name
    })
    if (mine.length === 0)
      throw new AppError('conflict', '这一批判定已全部撤销、被更正,或由他人作出,无可撤销。')
    for (const look of inTime) await dropLook(tx, look.id)
    for (const flag of mine) {
      const log = logs.get(flag.id) ?? []
      if (inTime.some(({ flagId }) => flagId === flag.id)) continue
      const entry = undo(log, { id: randomUUID(), by: actor.name }, at.getTime())
      await appendVerdict(tx, entry, flag.roomId)
      await setFlagState(tx, flag.id, flagState([...log, entry]))
      const detail = { batch: id }
      await audit(tx, { at, actor: actor.name, action: 'undo', subject: flag.id, detail })
    }
    return { id, flagIds: mine.map((flag) => flag.id), roomIds: roomsOf(mine) }
  })
}

function checkCopies({ worklist }: BatchDeps, flags: readonly Flag[], nowMs: number): void {
  const { copies } = policyOn(worklist, nowMs)
  if (flags.length > copies.mostPerBatch)
    throw new AppError('invalid', `一批最多 ${copies.mostPerBatch} 条,请分批判定。`)
  const scripts = findCopies(
    flags.filter(({ audience }) => !audience),
    copies,
  )
  const keys = new Set(flags.map((flag) => scripts.get(flag.id)))
  if (keys.size !== 1 || keys.has(undefined))
    throw new AppError('invalid', '这些线索不是同一话术,请逐条判定。')
}

/** A second look is one person's own, one lead at a time. */
function checkUnlooked(looks: ReadonlyMap<string, readonly Look[]>, by: string): void {
  const waiting = [...looks].flatMap(([id, of]) => (waitingLook(of, by) ? [id] : []))
  if (waiting.length > 0)
    throw new AppError('conflict', `其中有抽检件,请移出本批、逐条判定:${waiting.join('、')}。`)
}

/** A person has opened what they hold. */
function checkOpened(
  { worklist }: BatchDeps,
  flags: readonly Flag[],
  by: string,
  nowMs: number,
): void {
  const { batchSamples } = policyOn(worklist, nowMs)
  const ids = flags.map(({ id }) => id)
  const samples = new Set(samplesOf(ids, batchSamples))
  const unseen = flags.filter(
    ({ id, leaseBy, leaseUntil }) =>
      samples.has(id) && !(leaseBy === by && leaseUntil !== null && leaseUntil.getTime() > nowMs),
  )
  if (unseen.length > 0)
    throw new AppError(
      'conflict',
      `整批判定之前请先逐条打开样本:${unseen.map(({ id }) => id).join('、')}。`,
    )
}

async function lockAll(tx: Db, actor: Actor, ids: readonly string[]): Promise<Flag[]> {
  const flags: Flag[] = []
  // In order of their ids, so that two batches that share a flag do not wait for each other.
  for (const id of ids.toSorted()) {
    const flag = await lockFlag(tx, actor, id)
    if (!flag) throw new AppError('not_found', '没有其中的线索,可能已被移除或不在您的辖区。')
    flags.push(flag)
  }
  return flags
}

async function logsOf(tx: Db, flags: readonly Flag[]): Promise<Map<string, VerdictEntry[]>> {
  const logs = new Map<string, VerdictEntry[]>()
  for (const { id } of flags) logs.set(id, await verdictLog(tx, id))
  return logs
}

async function allLooks(tx: Db, flags: readonly Flag[]): Promise<Map<string, Look[]>> {
  const looks = new Map<string, Look[]>()
  for (const { id } of flags) looks.set(id, await looksOf(tx, id))
  return looks
}

const roomsOf = (flags: readonly Flag[]) => [...new Set(flags.map(({ roomId }) => roomId))]

/** The same line for the same batch and flag, as a version 8 UUID. */
function lineId(batch: string, flagId: string): string {
  const hex = createHash('sha256').update(`${batch} ${flagId}`).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ]
  return [...parts, hex.slice(20, 32)].join('-')
}

async function onFlags<T>(db: Db, fn: (tx: Db) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(fn)
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('conflict', '其中的线索刚被他人判定,请刷新后再看。', { cause: error })
    throw error
  }
}

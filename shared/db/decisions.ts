import { eq } from 'drizzle-orm'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { flagsOf, proposeRemoval } from '#shared/domain/removal.ts'
import type { LookWhy, Opinion } from '#shared/domain/second-look.ts'
import { standing } from '#shared/domain/standing.ts'
import {
  currentVerdict,
  type Decision,
  drawnForSecondLook,
  type VerdictEntry,
} from '#shared/domain/verdict.ts'
import type { Db } from './client.ts'
import { type Flag, setFlagState, setLease } from './flags.ts'
import { roomEvents } from './pool.ts'
import { memberships, rooms } from './schema/index.ts'
import { addLook, type Look, lookersOf, newestLooks } from './second-looks.ts'
import { appendVerdict } from './verdicts.ts'

const hourMs = 3_600_000

interface Rules {
  readonly policies: readonly PoolPolicy[]
  /** A first decision that was drawn before and is given again stays drawn. */
  readonly again?: boolean
}

/**
 * Files a decision inside the caller's transaction. The share that is drawn, and a confirmation that would feed a
 * removal, are sealed until another person has looked: the flag stays open and the log without a line. Where nobody else
 * could look, the draw is noted and the decision stands at once. Says whether it was sealed.
 */
export async function fileDecision(
  tx: Db,
  entry: Decision,
  flag: Flag,
  log: readonly VerdictEntry[],
  { policies, again = false }: Rules,
): Promise<boolean> {
  const policy = policyOn(policies, entry.atMs)
  const isFirst = currentVerdict(log) === null && entry.verdict !== 'doubtful'
  const why =
    policy.secondLookHours === 0 || !isFirst
      ? null
      : again || drawnForSecondLook(entry.id, policy.secondLookShare)
        ? 'share'
        : await feedsRemoval(tx, entry, flag.roomId, policies)
  const now = { sealed: true, atMs: entry.atMs }
  const sealed = why !== null && (await draw(tx, entry, flag.roomId, policy, { why, ...now }))
  if (sealed) await setLease(tx, flag.id, null)
  else {
    await appendVerdict(tx, entry, flag.roomId)
    await setFlagState(tx, flag.id, entry.verdict)
  }
  return sealed
}

/** With this confirmation in effect a removal proposal would be due that rests on it. */
async function feedsRemoval(
  tx: Db,
  entry: Decision,
  roomId: string,
  policies: readonly PoolPolicy[],
): Promise<'removal' | null> {
  if (entry.verdict !== 'confirmed') return null
  const [place] = await tx
    .select({ state: memberships.state })
    .from(memberships)
    .where(eq(memberships.roomId, roomId))
  if (!place) return null
  const events = [...(await roomEvents(tx, roomId)), { kind: 'verdict' as const, ...entry }]
  const then = standing(events, policies, Math.max(entry.effectiveAtMs, entry.atMs))
  const due = proposeRemoval(then, events, policyOn(policies, entry.atMs), place.state)
  return due && flagsOf(due).includes(entry.flagId) ? 'removal' : null
}

/** True when somebody can look; the draw is noted either way. */
async function draw(
  tx: Db,
  line: Decision,
  roomId: string,
  { secondLookHours }: PoolPolicy,
  { why, sealed, atMs }: { readonly why: LookWhy; readonly sealed: boolean; readonly atMs: number },
): Promise<boolean> {
  const { judges } = await lookersOf(tx, await regionOf(tx, roomId), [line.by])
  const waits = judges.length > 0
  const { id, verdict, reason, by } = line
  await addLook(tx, {
    ...{ flagId: line.flagId, why, sealed: sealed && waits, lineId: id, batch: line.batch },
    ...{ reader: null, second: null, decider: null, final: null },
    first: { id, verdict, reason, by, atMs: line.atMs },
    drawnAtMs: atMs,
    untilMs: waits ? atMs + secondLookHours * hourMs : atMs,
    settledAtMs: waits ? null : atMs,
  })
  return waits
}

/**
 * Draws those confirmations under a proposal to be that nobody looked at again. True while any look at them waits: the
 * proposal then waits too.
 */
export async function lookAtFacts(
  tx: Db,
  roomId: string,
  lines: readonly Decision[],
  policy: PoolPolicy,
  atMs: number,
): Promise<boolean> {
  if (policy.secondLookHours === 0) return false
  const looks = await newestLooks(
    tx,
    lines.map(({ flagId }) => flagId),
  )
  let waits = false
  for (const line of lines) {
    const look = looks.get(line.flagId)
    const waiting = look
      ? look.settledAtMs === null
      : await draw(tx, line, roomId, policy, { why: 'removal', sealed: false, atMs })
    waits ||= waiting
  }
  return waits
}

/** Writes a sealed decision into the log: what it says is known to two people, so that it takes effect at once. */
export async function unseal(
  tx: Db,
  flag: Flag,
  log: readonly VerdictEntry[],
  look: Look,
  says: Opinion,
  atMs: number,
): Promise<void> {
  const head = log.at(-1)
  const at = Math.max(atMs, head?.atMs ?? atMs)
  const { verdict, reason, by } = says
  const line = { verdict, reason, by, flagId: flag.id, supersedes: head?.id ?? null }
  const entry = { ...line, id: says.id, atMs: at, effectiveAtMs: at, batch: look.batch }
  await appendVerdict(tx, entry, flag.roomId)
  await setFlagState(tx, flag.id, verdict)
}

async function regionOf(tx: Db, roomId: string): Promise<string> {
  const [room] = await tx.select({ region: rooms.region }).from(rooms).where(eq(rooms.id, roomId))
  return room?.region ?? ''
}

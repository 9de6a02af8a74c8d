import { audit } from '#shared/db/audit.ts'
import type { Db } from '#shared/db/client.ts'
import { unseal } from '#shared/db/decisions.ts'
import { type Flag, lockFlagById, setFlagState, setLease } from '#shared/db/flags.ts'
import { getRoom } from '#shared/db/rooms.ts'
import { type Look, lapsedLooks, lookersOf, saveLook } from '#shared/db/second-looks.ts'
import { appendVerdict, verdictLog } from '#shared/db/verdicts.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { agrees, giveFinal, giveSecond, type Opinion } from '#shared/domain/second-look.ts'
import { currentVerdict, effectiveAtMs, type VerdictEntry } from '#shared/domain/verdict.ts'

/**
 * Files a second opinion inside the caller's transaction. Where both agree a sealed decision enters the log; a
 * difference goes to a named decider, and nothing follows until they have decided. What is known already only counts.
 */
export async function giveLook(
  tx: Db,
  flag: Flag,
  log: readonly VerdictEntry[],
  look: Look,
  second: Opinion,
): Promise<Look> {
  const given = giveSecond(look, second)
  const named =
    given.settledAtMs === null ? { ...given, decider: await deciderFor(tx, flag, given) } : given
  await saveLook(tx, named)
  if (named.settledAtMs !== null && look.sealed)
    await unseal(tx, flag, log, look, look.first, second.atMs)
  await setLease(tx, flag.id, null)
  const { why, decider } = named
  const detail = { verdict: second.verdict, reason: second.reason, why, agrees: agrees(named) }
  await note(tx, flag.id, 'second-look', second, { ...detail, decider })
  return named
}

/** The decider's word on a difference: it alone counts. An open decision is corrected where it says otherwise. */
export async function settleLook(
  tx: Db,
  flag: Flag,
  log: readonly VerdictEntry[],
  look: Look,
  final: Opinion,
): Promise<Look> {
  const settled = giveFinal(look, final)
  await saveLook(tx, settled)
  if (look.sealed) await unseal(tx, flag, log, look, final, final.atMs)
  else if (currentVerdict(log)?.verdict !== final.verdict) {
    const { id, verdict, reason, by, atMs } = final
    const supersedes = log.at(-1)?.id ?? null
    const line = { id, flagId: flag.id, verdict, reason, by, batch: null, supersedes }
    await appendVerdict(tx, { ...line, atMs, effectiveAtMs: atMs }, flag.roomId)
    await setFlagState(tx, flag.id, verdict)
  }
  await setLease(tx, flag.id, null)
  const { first, second } = look
  const detail = { verdict: final.verdict, reason: final.reason, first, second }
  await note(tx, flag.id, 'second-look-settled', final, detail)
  return settled
}

/** Looks of a room that nobody gave in time: a sealed decision stands as it was given. */
export async function releaseLapsed(tx: Db, roomId: string, at: Date): Promise<void> {
  for (const look of await lapsedLooks(tx, roomId, at)) {
    const flag = await lockFlagById(tx, look.flagId)
    if (!flag) continue
    await saveLook(tx, { ...look, settledAtMs: at.getTime() })
    const log = await verdictLog(tx, flag.id)
    if (look.sealed) await unseal(tx, flag, log, look, look.first, at.getTime())
    const { why, first } = look
    const by = { by: 'system', atMs: at.getTime() }
    await note(tx, flag.id, 'second-look-lapsed', by, { why, verdict: first.verdict })
  }
}

/** A sealed decision as a line: with the window in which its author may take it back. */
export function sealedLine(
  { first, flagId, batch }: Look,
  policies: readonly PoolPolicy[],
): VerdictEntry {
  const untilMs = effectiveAtMs(first.atMs, batch, policyOn(policies, first.atMs))
  return { ...lineOf(first, flagId), batch, effectiveAtMs: untilMs }
}

/** A second opinion, or a decider's, as a line for the answer: nothing more follows from it later. */
export function lineOf(
  { id, verdict, reason, by, atMs }: Opinion,
  flagId: string,
): VerdictEntry & { readonly verdict: Opinion['verdict'] } {
  const line = { id, flagId, verdict, reason, by, atMs }
  return { ...line, effectiveAtMs: atMs, batch: null, supersedes: null }
}

/** What a repeated request of this person made of the flag beside its log. */
export function givenBefore(
  looks: readonly Look[],
  id: string,
  by: string,
  policies: readonly PoolPolicy[],
): VerdictEntry | undefined {
  for (const look of looks) {
    if (look.first.id === id && look.first.by === by) return sealedLine(look, policies)
    if (look.second?.id === id && look.second.by === by) return lineOf(look.second, look.flagId)
  }
  return undefined
}

/** The same one for the same flag, spread over those there are; null leaves it to whoever may. */
async function deciderFor(tx: Db, flag: Flag, { first, second }: Look): Promise<string | null> {
  const region = (await getRoom(tx, flag.roomId))?.region ?? ''
  const two = [first.by, second?.by ?? '']
  const { deciders } = await lookersOf(tx, region, two)
  return deciders[Number.parseInt(flag.id.slice(0, 8), 16) % Math.max(1, deciders.length)] ?? null
}

async function note(
  tx: Db,
  subject: string,
  action: string,
  { by, atMs }: Pick<Opinion, 'by' | 'atMs'>,
  detail: Record<string, unknown>,
): Promise<void> {
  await audit(tx, { at: new Date(atMs), actor: by, action, subject, detail })
}

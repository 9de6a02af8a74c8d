import { and, eq, inArray, sql } from 'drizzle-orm'
import { audit } from './audit.ts'
import type { Db } from './client.ts'
import {
  broadcasts,
  candidates,
  flags,
  hits,
  memberships,
  recordings,
  secondLooks,
  verdicts,
} from './schema/index.ts'

type Flag = typeof flags.$inferSelect

/**
 * Makes one broadcast part of another, because a piece was found that joins them. A flag both have is one afterwards:
 * the judged one stays; of two judged ones that with the later decision counts, and the other is kept as its duplicate
 * with all its lines. Holds both broadcasts and their flags, so that nobody decides meanwhile.
 */
export async function mergeBroadcast(tx: Db, from: string, into: string, now: Date): Promise<void> {
  const both = await tx
    .select()
    .from(broadcasts)
    .where(inArray(broadcasts.id, [from, into]))
    .orderBy(broadcasts.id)
    .for('update')
  const all = await tx
    .select()
    .from(flags)
    .where(inArray(flags.broadcastId, [from, into]))
    .orderBy(flags.id)
    .for('update')
  const decided = await lastDecisions(
    tx,
    all.map(({ id }) => id),
  )
  const stay = new Map(all.filter((f) => f.broadcastId === into).map((f) => [keyOf(f), f]))
  const merged: string[] = []
  for (const flag of all) {
    if (flag.broadcastId !== from) continue
    const twin = stay.get(keyOf(flag))
    if (twin) {
      await unite(tx, flag, twin, into, decided)
      merged.push(flag.id)
    } else await tx.update(flags).set({ broadcastId: into }).where(eq(flags.id, flag.id))
  }
  await tx.update(recordings).set({ broadcastId: into }).where(eq(recordings.broadcastId, from))
  await tx.update(broadcasts).set({ mergedInto: into }).where(eq(broadcasts.mergedInto, from))
  await closeBroadcast(tx, from, into)
  const roomId = both[0]?.roomId
  if (roomId)
    await tx.update(memberships).set({ stale: true }).where(eq(memberships.roomId, roomId))
  const detail = { merged: from, flags: merged }
  await audit(tx, {
    ...{ at: now, actor: 'system', action: 'broadcast-merged', subject: into },
    detail,
  })
}

const keyOf = ({ category, phrase, audience }: Flag) => JSON.stringify([category, phrase, audience])

/** When each flag was last decided on, sealed or not; flags nobody has decided on are not in it. */
async function lastDecisions(tx: Db, flagIds: readonly string[]) {
  if (flagIds.length === 0) return new Map<string, number>()
  const given = tx
    .select({ flagId: verdicts.flagId, at: verdicts.at })
    .from(verdicts)
    .where(inArray(verdicts.flagId, [...flagIds]))
  const sealed = tx
    .select({ flagId: secondLooks.flagId, at: secondLooks.drawnAt })
    .from(secondLooks)
    .where(inArray(secondLooks.flagId, [...flagIds]))
  const all = given.unionAll(sealed).as('decided')
  const rows = await tx
    .select({ flagId: all.flagId, at: sql<string>`max(${all.at})` })
    .from(all)
    .groupBy(all.flagId)
  return new Map(rows.map(({ flagId, at }) => [flagId, new Date(at).getTime()]))
}

async function unite(
  tx: Db,
  flag: Flag,
  twin: Flag,
  into: string,
  decided: ReadonlyMap<string, number>,
): Promise<void> {
  const later = (decided.get(flag.id) ?? -1) > (decided.get(twin.id) ?? -1)
  const [keep, drop] = later ? [flag, twin] : [twin, flag]
  await tx.update(hits).set({ flagId: keep.id }).where(eq(hits.flagId, drop.id))
  await tx.update(candidates).set({ flagId: keep.id }).where(eq(candidates.flagId, drop.id))
  if (!decided.has(drop.id)) {
    await tx.delete(flags).where(and(eq(flags.id, drop.id), unjudged))
    if (keep === flag)
      await tx.update(flags).set({ broadcastId: into }).where(eq(flags.id, flag.id))
  } else if (keep === flag) await swap(tx, flag, twin, into)
  else await tx.update(flags).set({ duplicateOf: twin.id }).where(eq(flags.id, flag.id))
  const hitCount = flag.hitCount + twin.hitCount
  await tx.update(flags).set({ hitCount }).where(eq(flags.id, keep.id))
  await tx.update(flags).set({ hitCount: 0 }).where(eq(flags.duplicateOf, keep.id))
}

const unjudged = sql`not exists (select 1 from verdicts v where v.flag_id = ${flags.id})
  and not exists (select 1 from second_looks l where l.flag_id = ${flags.id})`

/** `flag` takes the place of `twin` in the broadcast that stays; under the unique key only one may be there at a time. */
async function swap(tx: Db, flag: Flag, twin: Flag, into: string): Promise<void> {
  const aside = `${twin.phrase} (${flag.id})`
  await tx.update(flags).set({ phrase: aside }).where(eq(flags.id, flag.id))
  await tx
    .update(flags)
    .set({ broadcastId: flag.broadcastId, duplicateOf: flag.id })
    .where(eq(flags.id, twin.id))
  await tx
    .update(flags)
    .set({ broadcastId: into, phrase: flag.phrase })
    .where(eq(flags.id, flag.id))
}

async function closeBroadcast(tx: Db, from: string, into: string): Promise<void> {
  const [left] = await tx
    .select({ id: flags.id })
    .from(flags)
    .where(eq(flags.broadcastId, from))
    .limit(1)
  if (left) await tx.update(broadcasts).set({ mergedInto: into }).where(eq(broadcasts.id, from))
  else await tx.delete(broadcasts).where(eq(broadcasts.id, from))
}

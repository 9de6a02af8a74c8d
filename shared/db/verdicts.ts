import { and, asc, eq, inArray } from 'drizzle-orm'
import type { VerdictEntry } from '#shared/domain/verdict.ts'
import type { Db } from './client.ts'
import { flags, memberships, recordings, rooms, verdicts } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

function entryOf(row: typeof verdicts.$inferSelect): VerdictEntry {
  const { at, effectiveAt, ...rest } = row
  return { ...rest, atMs: at.getTime(), effectiveAtMs: effectiveAt.getTime() }
}

/** A flag's verdict log, oldest first. */
export async function verdictLog(db: Db, flagId: string): Promise<VerdictEntry[]> {
  const rows = await db
    .select()
    .from(verdicts)
    .where(eq(verdicts.flagId, flagId))
    .orderBy(asc(verdicts.at))
  return rows.map(entryOf)
}

/**
 * Appends a line and marks the room's standing stale, inside the caller's transaction. Fails on a unique key when
 * somebody else's line took the same place in the chain first.
 */
export async function appendVerdict(tx: Db, entry: VerdictEntry, roomId: string): Promise<void> {
  const { atMs, effectiveAtMs, ...rest } = entry
  await tx
    .insert(verdicts)
    .values({ ...rest, at: new Date(atMs), effectiveAt: new Date(effectiveAtMs) })
  await tx.update(memberships).set({ stale: true }).where(eq(memberships.roomId, roomId))
}

/** Words that people have confirmed or dismissed, in their sentence, for learning from; newest decisions only. */
export async function judgedQuotes(db: Db) {
  const rows = await db
    .select({
      text: flags.quote,
      channel: flags.channel,
      goods: recordings.goods,
      start: flags.quoteStart,
      end: flags.quoteEnd,
      category: flags.category,
      verdict: flags.state,
    })
    .from(flags)
    .innerJoin(recordings, eq(recordings.id, flags.recordingId))
    .where(inArray(flags.state, ['confirmed', 'dismissed']))
    .orderBy(asc(flags.saidAt), asc(flags.id))
  return rows.flatMap(({ verdict, ...row }) =>
    verdict === 'confirmed' || verdict === 'dismissed' ? [{ ...row, verdict }] : [],
  )
}

/** Flags of a scope that ever had a line of this batch. */
export async function flagsOfBatch(db: Db, scope: Scope, batch: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: flags.id })
    .from(verdicts)
    .innerJoin(flags, eq(flags.id, verdicts.flagId))
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(and(eq(verdicts.batch, batch), within(rooms.region, scope)))
  return rows.map(({ id }) => id)
}

import { and, asc, count, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { isPromoted } from '#shared/domain/candidate.ts'
import type { FlagState, Lease } from '#shared/domain/flag.ts'
import type { Db } from './client.ts'
import { broadcasts, clips, flags, hits, memberships, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { isSeenAs, newestLooks, type SeenFlags, seenAsTheyAre, stateSeen } from './second-looks.ts'

export type Flag = typeof flags.$inferSelect
export type FlagFilter = {
  readonly state?: FlagState | undefined
  readonly roomId?: string | undefined
  readonly category?: string | undefined
  readonly audience?: boolean | undefined
  readonly limit: number
  readonly offset: number
}

/** A flag as lists show it. */
export const flagSummary = {
  id: flags.id,
  roomId: flags.roomId,
  room: rooms.name,
  region: rooms.region,
  broadcastId: flags.broadcastId,
  recordingId: flags.recordingId,
  category: flags.category,
  phrase: flags.phrase,
  audience: flags.audience,
  rule: flags.rule,
  channel: flags.channel,
  severity: flags.severity,
  mode: flags.mode,
  articles: flags.articles,
  hitCount: flags.hitCount,
  quote: flags.quote,
  quoteStart: flags.quoteStart,
  quoteEnd: flags.quoteEnd,
  startMs: flags.startMs,
  endMs: flags.endMs,
  saidAt: flags.saidAt,
  state: flags.state,
  leaseBy: flags.leaseBy,
  leaseUntil: flags.leaseUntil,
  clipFailure: flags.clipFailure,
}

function matching(
  scope: Scope,
  filter: Omit<FlagFilter, 'limit' | 'offset'>,
  seen: SeenFlags,
): SQL | undefined {
  return and(
    within(rooms.region, scope),
    isNull(flags.duplicateOf),
    filter.state ? isSeenAs(seen, filter.state) : undefined,
    filter.roomId ? eq(flags.roomId, filter.roomId) : undefined,
    filter.category ? eq(flags.category, filter.category) : undefined,
    filter.audience === undefined ? undefined : eq(flags.audience, filter.audience),
  )
}

/** Flags as their reader may see them: gravest first, the host before the audience, then in the order things were said. */
export async function listFlags(
  db: Db,
  scope: Scope,
  filter: FlagFilter,
  seen: SeenFlags = seenAsTheyAre,
) {
  const where = matching(scope, filter, seen)
  const [rows, [total]] = await Promise.all([
    db
      .select({ ...flagSummary, state: stateSeen(seen), clipId: clips.id })
      .from(flags)
      .innerJoin(rooms, eq(rooms.id, flags.roomId))
      .leftJoin(clips, eq(clips.flagId, flags.id))
      .where(where)
      .orderBy(asc(flags.audience), desc(flags.severity), asc(flags.saidAt), asc(flags.id))
      .limit(filter.limit)
      .offset(filter.offset),
    db.select({ n: count() }).from(flags).innerJoin(rooms, eq(rooms.id, flags.roomId)).where(where),
  ])
  return { rows, total: total?.n ?? 0 }
}

/** One flag for people, with its clip and the room's place in the pool; undefined when it is not there for these eyes. */
export async function flagForPeople(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select({
      ...flagSummary,
      lexiconVersion: flags.lexiconVersion,
      correctedAfterMs: flags.correctedAfterMs,
      roomType: rooms.type,
      recordingStartedAt: recordings.startedAt,
      recordingClock: recordings.clock,
      transcriptId: recordings.transcriptId,
      score: memberships.score,
      colour: memberships.colour,
      poolState: memberships.state,
      clip: clips,
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(recordings, eq(recordings.id, flags.recordingId))
    .innerJoin(memberships, eq(memberships.roomId, flags.roomId))
    .leftJoin(clips, eq(clips.flagId, flags.id))
    .where(and(eq(flags.id, id), within(rooms.region, scope)))
  return row
}

export async function getFlag(db: Db, id: string): Promise<Flag | undefined> {
  const [row] = await db.select().from(flags).where(eq(flags.id, id))
  return row
}

/** Likewise, for the house itself. */
export async function lockFlagById(tx: Db, id: string): Promise<Flag | undefined> {
  const [row] = await tx.select().from(flags).where(eq(flags.id, id)).for('update')
  return row
}

/** Holds the flag's row until the transaction ends, so that two decisions on it follow each other. */
export async function lockFlag(tx: Db, scope: Scope, id: string): Promise<Flag | undefined> {
  const [row] = await tx
    .select({ flag: flags })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(and(eq(flags.id, id), within(rooms.region, scope)))
    .for('update', { of: flags })
  return row?.flag
}

export async function setFlagState(tx: Db, id: string, state: FlagState): Promise<void> {
  await tx.update(flags).set({ state, leaseBy: null, leaseUntil: null }).where(eq(flags.id, id))
}

export async function setLease(tx: Db, id: string, lease: Lease | null): Promise<void> {
  await tx
    .update(flags)
    .set({ leaseBy: lease?.by ?? null, leaseUntil: lease ? new Date(lease.untilMs) : null })
    .where(eq(flags.id, id))
}

/** What detection says a broadcast's flags are: the natural key and the first place of the phrase. */
export type FoundFlag = Omit<
  typeof flags.$inferInsert,
  'id' | 'state' | 'leaseBy' | 'leaseUntil' | 'createdAt' | 'clipFailure'
> & {
  /** The hits merged in it, as (recording, number). */
  readonly hits: readonly { readonly recordingId: string; readonly seq: number }[]
}

/**
 * Makes a broadcast's flags what detection found, holding the broadcast so that two recordings of it do not interleave.
 * A flag a person has decided keeps what that person saw; only its count moves. One whose words are gone goes, unless
 * a verdict was ever given on it: then it stays, and counts the hits kept as evidence.
 */
export async function replaceFlags(
  tx: Db,
  broadcastId: string,
  found: readonly FoundFlag[],
  now: Date,
): Promise<void> {
  await tx.select().from(broadcasts).where(eq(broadcasts.id, broadcastId)).for('update')
  const known = await tx.select().from(flags).where(eq(flags.broadcastId, broadcastId))
  const byKey = new Map(known.map((flag) => [naturalKey(flag), flag]))
  const looked = await newestLooks(
    tx,
    known.map(({ id }) => id),
  )
  for (const { hits: places, ...flag } of found) {
    const old = byKey.get(naturalKey(flag))
    byKey.delete(naturalKey(flag))
    const judged = old !== undefined && (old.state !== 'open' || looked.has(old.id))
    const id = old ? await refresh(tx, old, flag, judged) : await insert(tx, flag, now)
    for (const place of places)
      await tx
        .update(hits)
        .set({ flagId: id })
        .where(and(eq(hits.recordingId, place.recordingId), eq(hits.seq, place.seq)))
  }
  // A person asked for it: no rule had to find it, and none can take it away.
  for (const gone of byKey.values()) {
    if (isPromoted(gone)) continue
    if (gone.state === 'open') await removeUnjudged(tx, gone.id)
    const kept = sql`(select count(*)::int from hits h where h.flag_id = ${gone.id})`
    await tx.update(flags).set({ hitCount: kept }).where(eq(flags.id, gone.id))
  }
}

/**
 * The flag of a broadcast, category and phrase that a person asks for: the one there is, or a new one. Holds the
 * broadcast as detection does, so that the two do not interleave.
 */
export async function ensureFlag(
  tx: Db,
  { hits: _, ...flag }: FoundFlag,
  now: Date,
): Promise<string> {
  const { broadcastId } = flag
  await tx.select().from(broadcasts).where(eq(broadcasts.id, broadcastId)).for('update')
  const known = await tx.select().from(flags).where(eq(flags.broadcastId, broadcastId))
  const old = known.find((row) => naturalKey(row) === naturalKey(flag))
  if (!old) return insert(tx, flag, now)
  // Words that rules no longer find are counted as gone; a person has just found them again.
  if (old.hitCount === 0) await tx.update(flags).set({ hitCount: 1 }).where(eq(flags.id, old.id))
  return old.id
}

const naturalKey = (f: Pick<FoundFlag, 'category' | 'phrase' | 'audience'>) =>
  JSON.stringify([f.category, f.phrase, f.audience])

async function insert(tx: Db, flag: Omit<FoundFlag, 'hits'>, now: Date): Promise<string> {
  const [made] = await tx
    .insert(flags)
    .values({ ...flag, createdAt: now })
    .returning({ id: flags.id })
  if (!made) throw new Error('flag not made')
  return made.id
}

async function refresh(
  tx: Db,
  old: Flag,
  flag: Omit<FoundFlag, 'hits'>,
  judged: boolean,
): Promise<string> {
  const moved = old.recordingId !== flag.recordingId || old.startMs !== flag.startMs
  if (judged) {
    await tx.update(flags).set({ hitCount: flag.hitCount }).where(eq(flags.id, old.id))
  } else {
    if (moved) await tx.delete(clips).where(eq(clips.flagId, old.id))
    const clipFailure = moved ? null : old.clipFailure
    await tx
      .update(flags)
      .set({ ...flag, clipFailure })
      .where(eq(flags.id, old.id))
  }
  return old.id
}

/**
 * An undone verdict leaves its lines behind: such a flag stays, for the log must not lose its subject. So does one a
 * person made of a candidate.
 */
async function removeUnjudged(tx: Db, id: string): Promise<void> {
  await tx
    .delete(flags)
    .where(
      and(
        eq(flags.id, id),
        sql`not exists (select 1 from verdicts v where v.flag_id = ${flags.id})`,
        sql`not exists (select 1 from second_looks l where l.flag_id = ${flags.id})`,
        sql`not exists (select 1 from candidates c where c.flag_id = ${flags.id})`,
      ),
    )
}

/** Flags whose evidence is not cut and has not failed, gravest first. */
export async function pendingClips(db: Db, limit: number) {
  return db
    .select({ flagId: flags.id })
    .from(flags)
    .leftJoin(clips, eq(clips.flagId, flags.id))
    .where(and(sql`${clips.id} is null`, sql`${flags.clipFailure} is null`, gt(flags.hitCount, 0)))
    .orderBy(desc(flags.severity), asc(flags.createdAt))
    .limit(limit)
}

/** Unclipped flags among these. */
export async function flagsWithoutClip(db: Db, broadcastId: string) {
  return db
    .select({ flagId: flags.id })
    .from(flags)
    .leftJoin(clips, eq(clips.flagId, flags.id))
    .where(
      and(
        eq(flags.broadcastId, broadcastId),
        sql`${clips.id} is null`,
        sql`${flags.clipFailure} is null`,
      ),
    )
}

export async function markClipFailed(db: Db, flagId: string, why: string): Promise<void> {
  await db.update(flags).set({ clipFailure: why }).where(eq(flags.id, flagId))
}

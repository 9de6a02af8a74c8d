import { and, asc, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { CandidateSource, CandidateState } from '#shared/domain/candidate.ts'
import type { Db } from './client.ts'
import { candidates, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Candidate = typeof candidates.$inferSelect

/** What a model proposes: where the words stand and why they may matter. */
export type NewCandidate = Pick<
  typeof candidates.$inferInsert,
  | 'category'
  | 'channel'
  | 'audience'
  | 'sourceSeq'
  | 'quote'
  | 'quoteStart'
  | 'quoteEnd'
  | 'startMs'
  | 'endMs'
  | 'saidAt'
  | 'reason'
  | 'score'
  | 'model'
  | 'promptHash'
>

/** Rows per statement: about twenty columns each, under PostgreSQL's 65,535 parameters. */
const batch = 1000

/**
 * Files proposals under their natural key (recording, source, category, start, phrase). One that is known is brought
 * up to date while it is open; what a person decided stays as that person saw it. Answers how many were new.
 */
export async function addCandidates(
  db: Db,
  recordingId: string,
  source: CandidateSource,
  proposed: readonly NewCandidate[],
  now: Date,
): Promise<number> {
  const rows = new Map<string, typeof candidates.$inferInsert>()
  for (const one of proposed) {
    const phrase = one.quote.slice(one.quoteStart, one.quoteEnd)
    // The same key twice in one statement is an error in PostgreSQL; the surer one stays.
    const key = JSON.stringify([one.category, one.startMs, phrase])
    if ((rows.get(key)?.score ?? -1) >= (one.score ?? 0)) continue
    rows.set(key, { ...one, recordingId, source, phrase, createdAt: now })
  }
  const all = [...rows.values()]
  let made = 0
  for (let at = 0; at < all.length; at += batch) {
    const written = await db
      .insert(candidates)
      .values(all.slice(at, at + batch))
      .onConflictDoUpdate({
        target: [
          candidates.recordingId,
          candidates.source,
          candidates.category,
          candidates.startMs,
          candidates.phrase,
        ],
        set: newest,
        setWhere: eq(candidates.state, 'open'),
      })
      .returning({ created: sql<boolean>`xmax = 0` })
    made += written.filter(({ created }) => created).length
  }
  return made
}

const proposedAgain = (column: string) => sql.raw(`excluded.${column}`)
const newest = {
  audience: proposedAgain('audience'),
  sourceSeq: proposedAgain('source_seq'),
  quote: proposedAgain('quote'),
  quoteStart: proposedAgain('quote_start'),
  quoteEnd: proposedAgain('quote_end'),
  endMs: proposedAgain('end_ms'),
  saidAt: proposedAgain('said_at'),
  reason: proposedAgain('reason'),
  score: proposedAgain('score'),
  model: proposedAgain('model'),
  promptHash: proposedAgain('prompt_hash'),
}

/** As `addCandidates`, for a source that has now read the whole recording: its open proposals not among these go. */
export async function replaceCandidates(
  db: Db,
  recordingId: string,
  source: CandidateSource,
  proposed: readonly NewCandidate[],
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    // Whoever else replaces this source's proposals waits; what was open before is gone or written again.
    await tx
      .select({ id: recordings.id })
      .from(recordings)
      .where(eq(recordings.id, recordingId))
      .for('update')
    await addCandidates(tx, recordingId, source, proposed, now)
    const kept = new Set(proposed.map(naturalKey))
    const open = await tx
      .select()
      .from(candidates)
      .where(and(ofSource(recordingId, source), eq(candidates.state, 'open')))
    const gone = open.filter((row) => !kept.has(naturalKey(row))).map(({ id }) => id)
    for (let at = 0; at < gone.length; at += batch)
      await tx.delete(candidates).where(inArray(candidates.id, gone.slice(at, at + batch)))
  })
}

const ofSource = (recordingId: string, source: CandidateSource) =>
  and(eq(candidates.recordingId, recordingId), eq(candidates.source, source))

const naturalKey = (
  c: Pick<NewCandidate, 'category' | 'startMs' | 'quote' | 'quoteStart' | 'quoteEnd'>,
) => JSON.stringify([c.category, c.startMs, c.quote.slice(c.quoteStart, c.quoteEnd)])

export interface CandidateFilter {
  readonly state?: CandidateState | undefined
  readonly source?: CandidateSource | undefined
  readonly category?: string | undefined
  readonly roomId?: string | undefined
  readonly limit: number
  readonly offset: number
}

function matching(scope: Scope, filter: CandidateFilter): SQL | undefined {
  return and(
    within(rooms.region, scope),
    filter.state ? eq(candidates.state, filter.state) : undefined,
    filter.source ? eq(candidates.source, filter.source) : undefined,
    filter.category ? eq(candidates.category, filter.category) : undefined,
    filter.roomId ? eq(rooms.id, filter.roomId) : undefined,
  )
}

/** Candidates for people: the surest first, then in the order things were said. */
export async function listCandidates(db: Db, scope: Scope, filter: CandidateFilter) {
  const where = matching(scope, filter)
  const rows = await db
    .select({ candidate: candidates, room: rooms.name, roomId: rooms.id, region: rooms.region })
    .from(candidates)
    .innerJoin(recordings, eq(recordings.id, candidates.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(where)
    .orderBy(sql`${desc(candidates.score)} nulls last`, asc(candidates.saidAt), asc(candidates.id))
    .limit(filter.limit)
    .offset(filter.offset)
  const [total] = await db
    .select({ n: count() })
    .from(candidates)
    .innerJoin(recordings, eq(recordings.id, candidates.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(where)
  return {
    rows: rows.map(({ candidate, ...room }) => ({ ...candidate, ...room })),
    total: total?.n ?? 0,
  }
}

/** Holds a candidate until the transaction ends, with the room and broadcast it belongs to. */
export async function lockCandidate(tx: Db, scope: Scope, id: string) {
  const [row] = await tx
    .select({
      candidate: candidates,
      roomId: rooms.id,
      roomType: rooms.type,
      broadcastId: recordings.broadcastId,
    })
    .from(candidates)
    .innerJoin(recordings, eq(recordings.id, candidates.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(and(eq(candidates.id, id), within(rooms.region, scope)))
    .for('update', { of: candidates })
  return row
}

export async function decideCandidate(
  tx: Db,
  id: string,
  decision: Required<
    Pick<Candidate, 'state' | 'flagId' | 'decidedBy' | 'decidedAt' | 'decisionReason'>
  >,
): Promise<void> {
  await tx.update(candidates).set(decision).where(eq(candidates.id, id))
}

/** What a source has proposed of a recording so far, whatever became of it. */
export async function candidatesOf(db: Db, recordingId: string, source: CandidateSource) {
  return db.select().from(candidates).where(ofSource(recordingId, source))
}

/** The candidates a person made this flag of. */
export async function candidatesOfFlag(db: Db, flagId: string): Promise<Candidate[]> {
  return db
    .select()
    .from(candidates)
    .where(eq(candidates.flagId, flagId))
    .orderBy(asc(candidates.decidedAt))
}

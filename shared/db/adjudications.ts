import { and, asc, desc, eq, gt, gte, isNotNull, lt, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { adjudicationDays, adjudications, flags, recordings } from './schema/index.ts'

export type Adjudication = typeof adjudications.$inferSelect

/** What is asked about: a flag, or a stretch of one transcript. */
export type Subject =
  | { readonly kind: 'flag'; readonly recordingId: string; readonly flagId: string }
  | { readonly kind: 'window'; readonly recordingId: string; readonly transcriptId: string }

/** One attempt as it ended. */
export type Attempt = Pick<
  typeof adjudications.$inferInsert,
  | 'fromMs'
  | 'toMs'
  | 'model'
  | 'promptHash'
  | 'prompt'
  | 'rawAnswer'
  | 'parsed'
  | 'failure'
  | 'settled'
  | 'promptTokens'
  | 'completionTokens'
  | 'ms'
  | 'at'
>

/** Writes an attempt over the ones before it, counting them; an answer that is there stays. */
export async function recordAttempt(db: Db, subject: Subject, attempt: Attempt): Promise<void> {
  const key =
    subject.kind === 'flag'
      ? [adjudications.flagId, adjudications.model, adjudications.promptHash]
      : [
          adjudications.transcriptId,
          adjudications.fromMs,
          adjudications.model,
          adjudications.promptHash,
        ]
  await db
    .insert(adjudications)
    .values({ ...subject, ...attempt, attempts: 1 })
    .onConflictDoUpdate({
      target: key,
      set: { ...attempt, attempts: sql`${adjudications.attempts} + 1` },
      setWhere: sql`${adjudications.parsed} is null`,
    })
}

/** Says that no attempt is left; false when none was recorded. `fromMs` names the window and is not used for a flag. */
export async function settleFailed(
  db: Db,
  subject: Subject,
  fromMs: number,
  model: string,
): Promise<boolean> {
  const it =
    subject.kind === 'flag'
      ? eq(adjudications.flagId, subject.flagId)
      : and(eq(adjudications.transcriptId, subject.transcriptId), eq(adjudications.fromMs, fromMs))
  const settled = await db
    .update(adjudications)
    .set({ settled: true })
    .where(and(it, eq(adjudications.model, model)))
    .returning({ id: adjudications.id })
  return settled.length > 0
}

/** A person's retry: questions that gave nothing are asked again. Answers how many. */
export async function retryFailed(db: Db, model: string): Promise<number> {
  const again = await db
    .update(adjudications)
    .set({ settled: false })
    .where(and(eq(adjudications.model, model), isNotNull(adjudications.failure)))
    .returning({ id: adjudications.id })
  return again.length
}

/** The newest answer about a flag. */
export async function answerFor(db: Db, flagId: string): Promise<Adjudication | undefined> {
  const [row] = await db
    .select()
    .from(adjudications)
    .where(and(eq(adjudications.flagId, flagId), isNotNull(adjudications.parsed)))
    .orderBy(desc(adjudications.at))
    .limit(1)
  return row
}

/** Every question asked about a recording, answered or not. */
export async function adjudicationsOf(db: Db, recordingId: string): Promise<Adjudication[]> {
  return db
    .select()
    .from(adjudications)
    .where(eq(adjudications.recordingId, recordingId))
    .orderBy(asc(adjudications.fromMs), asc(adjudications.at))
}

/** Open flags this model has not settled, gravest first. A changed prompt alone asks nothing again. */
export async function pendingOpinions(db: Db, model: string, limit: number) {
  return db
    .select({ flagId: flags.id })
    .from(flags)
    .where(
      and(
        eq(flags.state, 'open'),
        gt(flags.hitCount, 0),
        sql`not exists (select 1 from ${adjudications} where ${adjudications.flagId} = ${flags.id}
          and ${adjudications.model} = ${model} and ${adjudications.settled})`,
      ),
    )
    .orderBy(desc(flags.severity), asc(flags.createdAt), asc(flags.id))
    .limit(limit)
}

/**
 * Windows of `stepMs` of the transcripts in use that have words, are searched by the rules, and that this model has
 * not settled; of recordings registered since then, the newest first.
 */
export async function pendingWindows(
  db: Db,
  model: string,
  { stepMs, since }: { readonly stepMs: number; readonly since: Date },
  limit: number,
) {
  const fromMs = sql<number>`w.from_ms`.mapWith(Number)
  return db
    .select({ recordingId: recordings.id, fromMs })
    .from(recordings)
    .innerJoin(
      sql`lateral (
        select distinct s.start_ms / ${stepMs}::bigint * ${stepMs}::bigint as from_ms
        from sentences s where s.transcript_id = ${recordings.transcriptId}
      ) w`,
      sql`true`,
    )
    .where(
      and(
        gte(recordings.createdAt, since),
        isNotNull(recordings.detectedKey),
        eq(recordings.transcriptState, 'done'),
        sql`not exists (select 1 from ${adjudications}
          where ${adjudications.transcriptId} = ${recordings.transcriptId}
          and ${adjudications.fromMs} = w.from_ms
          and ${adjudications.model} = ${model} and ${adjudications.settled})`,
      ),
    )
    .orderBy(desc(recordings.startedAt), asc(recordings.id), asc(fromMs))
    .limit(limit)
}

/** Takes one call of the day's budget; false when it is used up. Two processes never take the same one. */
export async function spendCall(db: Db, day: string, maxCalls: number): Promise<boolean> {
  if (maxCalls < 1) return false
  const taken = await db
    .insert(adjudicationDays)
    .values({ day, calls: 1, tokens: 0 })
    .onConflictDoUpdate({
      target: adjudicationDays.day,
      set: { calls: sql`${adjudicationDays.calls} + 1` },
      setWhere: lt(adjudicationDays.calls, maxCalls),
    })
    .returning({ calls: adjudicationDays.calls })
  return taken.length > 0
}

/** Gives a call back that the server did not take. */
export async function refundCall(db: Db, day: string): Promise<void> {
  await db
    .update(adjudicationDays)
    .set({ calls: sql`greatest(0, ${adjudicationDays.calls} - 1)` })
    .where(eq(adjudicationDays.day, day))
}

export async function addTokens(db: Db, day: string, tokens: number): Promise<void> {
  await db
    .update(adjudicationDays)
    .set({ tokens: sql`${adjudicationDays.tokens} + ${tokens}` })
    .where(eq(adjudicationDays.day, day))
}

/** What was asked on a day. */
export async function spentOn(db: Db, day: string): Promise<{ calls: number; tokens: number }> {
  const [row] = await db.select().from(adjudicationDays).where(eq(adjudicationDays.day, day))
  return { calls: row?.calls ?? 0, tokens: row?.tokens ?? 0 }
}

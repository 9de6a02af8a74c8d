import { and, countDistinct, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { RuleRecord } from '#shared/domain/term-health.ts'
import type { Db } from './client.ts'
import { flags, hits, recordings, rooms, transcripts } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { wallTimeIn } from './wall-time.ts'

export interface Span {
  readonly from: Date
  readonly to: Date
}

/** What every rule found in recordings that began in the span, what people made of it, and which rules share its places. */
export async function ruleRecords(db: Db, scope: Scope, span: Span): Promise<RuleRecord[]> {
  const [totals, overlaps] = await Promise.all([
    totalsByRule(db, scope, span),
    sharedPlaces(db, scope, span),
  ])
  return totals.map(({ lastSeenAt, ...total }) => ({
    ...total,
    lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt),
    overlaps: Object.fromEntries(
      overlaps.filter(({ rule }) => rule === total.rule).map(({ other, n }) => [other, n]),
    ),
  }))
}

/** UTF-16 units said in those recordings. */
export async function charsSaid(db: Db, scope: Scope, span: Span): Promise<number> {
  const [row] = await db
    .select({ chars: sql<number>`coalesce(sum(${transcripts.chars}), 0)::float8` })
    .from(recordings)
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .innerJoin(transcripts, eq(transcripts.id, recordings.transcriptId))
    .where(inSpan(scope, span))
  return row?.chars ?? 0
}

const inSpan = (scope: Scope, { from, to }: Span) =>
  and(within(rooms.region, scope), gte(recordings.startedAt, from), lt(recordings.startedAt, to))

/** Hits kept only for a verdict are what a rule found before it was changed. */
const live = isNull(hits.supersededBy)
const seen = isNull(hits.suppressed)
const inState = (state: string) =>
  sql<number>`count(distinct case when ${flags.state} = ${state} then ${flags.id} end)::int`

async function totalsByRule(db: Db, scope: Scope, span: Span) {
  return db
    .select({
      rule: hits.rule,
      hits: sql<number>`count(*) filter (where ${seen})::int`,
      speechHits: sql<number>`count(*) filter (where ${seen} and ${hits.channel} = 'speech')::int`,
      suppressed: sql<number>`count(*) filter (where not (${seen}))::int`,
      flags: countDistinct(flags.id),
      confirmed: inState('confirmed'),
      dismissed: inState('dismissed'),
      doubtful: inState('doubtful'),
      lastSeenAt: sql<
        string | null
      >`max(${wallTimeIn(recordings, hits.startMs)}) filter (where ${seen})`,
    })
    .from(hits)
    .innerJoin(recordings, eq(recordings.id, hits.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .leftJoin(flags, eq(flags.id, hits.flagId))
    .where(and(inSpan(scope, span), live))
    .groupBy(hits.rule)
}

/** For pairs of rules the hits of the first that overlap one of the second, suppressed ones left out. */
async function sharedPlaces(db: Db, scope: Scope, span: Span) {
  const others = alias(hits, 'others')
  return db
    .select({
      rule: hits.rule,
      other: others.rule,
      n: sql<number>`count(distinct (${hits.recordingId}, ${hits.seq}))::int`,
    })
    .from(hits)
    .innerJoin(recordings, eq(recordings.id, hits.recordingId))
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .innerJoin(
      others,
      and(
        eq(others.recordingId, hits.recordingId),
        eq(others.channel, hits.channel),
        eq(others.sourceSeq, hits.sourceSeq),
        sql`${others.rule} <> ${hits.rule}`,
        lt(others.quoteStart, hits.quoteEnd),
        lt(hits.quoteStart, others.quoteEnd),
      ),
    )
    .where(
      and(
        inSpan(scope, span),
        ...[live, seen],
        ...[isNull(others.supersededBy), isNull(others.suppressed)],
      ),
    )
    .groupBy(hits.rule, others.rule)
}

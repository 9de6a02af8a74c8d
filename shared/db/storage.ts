import {
  and,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  min,
  type SQL,
  sql,
  sum,
} from 'drizzle-orm'
import type { Db } from './client.ts'
import { outer } from './outer.ts'
import { rowsOf } from './rows.ts'
import {
  applicationMaterials,
  auditEvents,
  caseDocuments,
  clips,
  dailyReports,
  flags,
  intake,
  recordings,
  transcripts,
} from './schema/index.ts'

/** How much of something there is; `bytes` null where it stands in the database among other rows. */
export interface Stock {
  readonly n: number
  readonly bytes: number | null
  readonly oldestAt: Date | null
}

const none: Stock = { n: 0, bytes: 0, oldestAt: null }

const ledOf = (recordingId: SQL) =>
  sql<boolean>`exists (select 1 from ${flags} where ${flags.recordingId} = ${recordingId})`

/** Files of recordings that are there, by whether they hold a lead and whether this house recorded them. */
export async function mediaStock(db: Db) {
  const led = ledOf(outer(recordings.id))
  const captured = sql<boolean>`${recordings.captureId} is not null`
  const rows = await db
    .select({
      ...{ led, captured, n: count(), bytes: sum(recordings.bytes).mapWith(Number) },
      oldestAt: min(recordings.startedAt),
    })
    .from(recordings)
    .where(isNull(recordings.mediaDeletedAt))
    .groupBy(sql`1, 2`)
  const of = (wanted: { readonly led: boolean; readonly captured?: boolean }) =>
    rows
      .filter((row) => row.led === wanted.led)
      .filter((row) => wanted.captured === undefined || row.captured === wanted.captured)
      .reduce(together, none)
  return {
    led: of({ led: true }),
    captured: of({ led: false, captured: true }),
    brought: of({ led: false, captured: false }),
  }
}

function together(a: Stock, b: Stock): Stock {
  const oldest = [a.oldestAt, b.oldestAt].filter((at) => at !== null)
  return {
    n: a.n + b.n,
    bytes: (a.bytes ?? 0) + (b.bytes ?? 0),
    oldestAt: oldest.length > 0 ? new Date(Math.min(...oldest.map((at) => at.getTime()))) : null,
  }
}

const clipBytes = sql<number>`coalesce(sum((select sum((file->>'bytes')::bigint) from jsonb_array_elements(${clips.files}) file)), 0)::float8`

/** Evidence clips by what was decided of their lead. */
export async function clipStock(db: Db) {
  const rows = await db
    .select({ state: flags.state, n: count(), bytes: clipBytes, oldestAt: min(clips.createdAt) })
    .from(clips)
    .innerJoin(flags, eq(flags.id, clips.flagId))
    .groupBy(flags.state)
  const of = (...states: (typeof flags.$inferSelect)['state'][]) =>
    rows.filter(({ state }) => states.includes(state)).reduce(together, none)
  return {
    confirmed: of('confirmed'),
    settled: of('dismissed', 'invalid'),
    waiting: of('open', 'doubtful'),
  }
}

/** Papers of cases: what operators handed in and what was made of it. */
export async function paperStock(db: Db): Promise<Stock> {
  const [[files], [papers]] = await Promise.all([
    db
      .select({
        ...{ n: count(), bytes: sum(applicationMaterials.bytes).mapWith(Number) },
        oldestAt: min(applicationMaterials.at),
      })
      .from(applicationMaterials)
      .where(isNull(applicationMaterials.removedAt)),
    db
      .select({
        ...{ n: count(), bytes: sum(caseDocuments.bytes).mapWith(Number) },
        oldestAt: min(caseDocuments.at),
      })
      .from(caseDocuments),
  ])
  return together(files ?? none, papers ?? none)
}

/** Transcripts of recordings without a lead. */
export async function bareTranscripts(db: Db): Promise<Stock> {
  const [row] = await db
    .select({ n: count(), oldestAt: min(transcripts.createdAt) })
    .from(transcripts)
    .where(sql`not ${ledOf(outer(transcripts.recordingId))}`)
  return { ...none, ...row, bytes: null }
}

/** Rows that are only counted: reports and the log. */
export async function rowStock(db: Db): Promise<Readonly<Record<'reports' | 'audit', Stock>>> {
  const [[reports], [audit]] = await Promise.all([
    db.select({ n: count(), oldestAt: min(dailyReports.builtAt) }).from(dailyReports),
    db.select({ n: count(), oldestAt: min(auditEvents.at) }).from(auditEvents),
  ])
  return {
    reports: { ...none, ...reports, bytes: null },
    audit: { ...none, ...audit, bytes: null },
  }
}

/** What the database takes, and the comments of all broadcasts in it, in bytes. */
export async function databaseBytes(db: Db): Promise<{ all: number; comments: number }> {
  const [row] = await rowsOf(
    db,
    sql`select pg_database_size(current_database())::float8 as "all", pg_total_relation_size('comments')::float8 as comments`,
  )
  return { all: Number(row?.all ?? 0), comments: Number(row?.comments ?? 0) }
}

/** 保全: clips that an unfinished case rests on, by kind of case. */
export async function heldClips(db: Db) {
  const items = sql`select n.id as case_id, (item->>'flagId')::uuid as flag_id from notices n, jsonb_array_elements(n.items) item where n.state not in ('accepted', 'withdrawn')`
  const removals = sql`select p.id as case_id, unnest(p.flag_ids) as flag_id from removal_proposals p where p.state = 'drafted'`
  const held = async (cases: SQL) => {
    const [row] = await rowsOf(
      db,
      sql`select (select count(*) from (${cases}) c)::int as facts, count(distinct c.case_id)::int as cases, count(distinct ${clips.id})::int as n, coalesce((select sum((file->>'bytes')::bigint) from ${clips}, jsonb_array_elements(${clips.files}) file where ${clips.flagId} in (select flag_id from (${cases}) x)), 0)::float8 as bytes from (${cases}) c left join ${clips} on ${clips.flagId} = c.flag_id`,
    )
    return { cases: Number(row?.cases), n: Number(row?.n), bytes: Number(row?.bytes) }
  }
  return { notices: await held(items), removals: await held(removals) }
}

/** Files that came in and are not a recording yet, by why, the largest lot first. */
export async function unresolvedIntake(db: Db) {
  const { source, state, reason } = intake
  return db
    .select({
      ...{ source, state, reason, n: count(), bytes: sum(intake.bytes).mapWith(Number) },
      oldestAt: min(intake.changedAt),
    })
    .from(intake)
    .where(inArray(state, ['growing', 'settling', 'unpaired', 'refused']))
    .groupBy(source, state, reason)
    .orderBy(desc(sum(intake.bytes)))
}

/** Captured pieces whose file the house has deleted since a moment. */
export async function deletedSince(db: Db, since: Date): Promise<Stock> {
  const [row] = await db
    .select({
      ...{ n: count(), bytes: sum(recordings.bytes).mapWith(Number) },
      oldestAt: min(recordings.mediaDeletedAt),
    })
    .from(recordings)
    .where(and(isNotNull(recordings.captureId), gte(recordings.mediaDeletedAt, since)))
  return row ?? none
}

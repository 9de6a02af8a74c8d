import { sql } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { lists } from '#shared/db/figures/lists.ts'
import { measure, measureAll, measureBy } from '#shared/db/figures/measure.ts'
import { lastDays, type Window, windowOf } from '#shared/db/figures/window.ts'
import { rowsOf } from '#shared/db/rows.ts'
import { addDays, dayOf } from '#shared/domain/calendar.ts'
import {
  type AnnexFlag,
  type AnnexGap,
  airColumns,
  type ReportAnnex,
  type ReportFigures,
  verdictColumns,
} from '#shared/domain/daily-report.ts'
import { estimateMisses } from '#shared/domain/miss-estimate.ts'
import { findPolicy, policyOn } from '#shared/domain/policy.ts'
import { comparisonsOf, type Period, spanOf } from '#shared/domain/report-period.ts'
import type { ReportPolicy } from '#shared/domain/report-policy.ts'
import { wilson } from '#shared/domain/term-health.ts'
import { keyRoomsOf } from './key-rooms.ts'
import { noticeDueMs, type ReportRules, seasonsOn } from './rules.ts'

/** One period of one region with what was known at `now`. */
export interface CountRequest {
  readonly period: Period
  readonly region: string
  readonly now: Date
  readonly rules: ReportRules
  readonly poolPolicy: string
}

export function windowFor({
  period,
  region,
  now,
  rules,
}: Omit<CountRequest, 'poolPolicy'>): Window {
  const policy = policyOn(rules.reports, spanOf(period).fromMs)
  const seasons = seasonsOn(rules, policy, period.from, period.to)
  return windowOf(
    period,
    { region },
    {
      knownAt: now,
      reviewDue: new Date(now.getTime() - policy.reviewWithinHours * 3_600_000),
      noticeDue: new Date(noticeDueMs(rules, policy, now.getTime())),
      seasonCategories: [...new Set(seasons.flatMap(({ categories }) => categories))],
      lowCoverage: policy.lowCoverage,
    },
  )
}

/** Counts a report in the caller's snapshot: every number one of the named queries, or simple arithmetic over them. */
export async function countReport(
  db: Db,
  request: CountRequest,
): Promise<{ figures: ReportFigures; annex: ReportAnnex }> {
  const { period, region, now, rules } = request
  const w = windowFor(request)
  const policy = policyOn(rules.reports, spanOf(period).fromMs)
  const annex = { flags: await annexFlags(db, w), gaps: await annexGaps(db, w) }
  const values = await measureAll(db, w)
  const byRoom = await measureBy(db, w, 'room_id', verdictColumns, ['room', 'region'])
  const figures: ReportFigures = {
    period,
    region,
    builtAt: now.toISOString(),
    partial: now.getTime() < spanOf(period).toMs,
    policyVersion: request.poolPolicy,
    lexiconVersion: await lexiconOf(db),
    organ: policy.organ,
    lowCoverage: policy.lowCoverage,
    values,
    comparisons: await comparisons(db, w, period),
    byCategory: lines(await measureBy(db, w, 'category', verdictColumns)),
    bySeverity: lines(await measureBy(db, w, 'severity', verdictColumns)),
    byRegion: lines(await measureBy(db, w, 'region', verdictColumns)),
    byRoom: byRoom
      .filter(({ values: v }) => v['flags.all'] > 0)
      .map(({ key, values: v, row }) => ({
        key,
        values: v,
        room: String(row.room),
        region: String(row.region),
      })),
    airByRegion: lines(await measureBy(db, w, 'region', airColumns)),
    gapsByReason: await gapsByReason(db, w),
    trend: await trend(db, w, period),
    recentByCategory: lines(
      await measureBy(db, w, 'category', ['recent.confirmed', 'recent.dismissed']),
    ),
    rules: await ruleHealth(db, w, rules),
    keyRooms: await keyRoomsOf(db, w, policy),
    overdue: await overdueNotices(db, w),
    poorRooms: await poorRooms(db, w),
    seasons: seasonsOn(rules, policy, period.from, period.to),
    miss: await missEstimate(db, w, policy),
  }
  return { figures, annex }
}

/** Lines without the raw row; those with nothing but the audience's are no lines. */
const lines = <V extends Record<string, number>>(found: readonly { key: string; values: V }[]) =>
  found
    .filter(({ values }) => Object.values(values).some((value) => value > 0))
    .map(({ key, values }) => ({ key, values }))

async function comparisons(
  db: Db,
  w: Window,
  period: Period,
): Promise<ReportFigures['comparisons']> {
  const out: ReportFigures['comparisons'][number][] = []
  for (const { name, period: other } of comparisonsOf(period)) {
    const then = windowOf(other, w.scope, w)
    const values = await measure(db, then, [...verdictColumns, ...airColumns, 'recordings.all'])
    const anything =
      values['air.hours'] > 0 || values['recordings.all'] > 0 || values['flags.all'] > 0
    const { 'recordings.all': _, ...kept } = values
    const byCategory = anything ? lines(await measureBy(db, then, 'category', ['flags.all'])) : []
    out.push({ name, from: other.from, to: other.to, values: anything ? kept : null, byCategory })
  }
  return out
}

async function trend(db: Db, w: Window, period: Period): Promise<ReportFigures['trend']> {
  const days =
    period.kind === 'month' ? Math.round((w.to.getTime() - w.from.getTime()) / 86_400_000) : 14
  const long = lastDays(w, days)
  const flags = await measureBy(db, long, 'day', verdictColumns)
  const air = await measureBy(db, long, 'day', ['air.scanned'])
  const none = Object.fromEntries(
    verdictColumns.map((id) => [id, 0]),
  ) as (typeof flags)[number]['values']
  return Array.from({ length: days }, (_, i) => {
    const key = addDays(dayOf(long.from.getTime()), i)
    return {
      key,
      values: flags.find((line) => line.key === key)?.values ?? none,
      scannedMs: air.find((line) => line.key === key)?.values['air.scanned'] ?? 0,
    }
  })
}

async function gapsByReason(db: Db, w: Window): Promise<ReportFigures['gapsByReason']> {
  const rows = await rowsOf(
    db,
    sql`select kind, reason, count(*)::int as stretches, sum(ms)::float8 as ms from (${lists.gaps(w)}) x
      group by kind, reason order by kind, ms desc, reason`,
  )
  return rows.map((row) => ({
    kind: String(row.kind),
    reason: String(row.reason),
    stretches: Number(row.stretches),
    ms: Number(row.ms),
  }))
}

/** The five rules most often dismissed in 30 days, with the advice term health gives by precision alone. */
async function ruleHealth(db: Db, w: Window, rules: ReportRules): Promise<ReportFigures['rules']> {
  const health = findPolicy(rules.termHealth, w.from.getTime())
  const found = await measureBy(db, w, 'rule', ['recent.confirmed', 'recent.dismissed'])
  return found
    .map(({ key, values }) => {
      const [confirmed, dismissed] = [values['recent.confirmed'], values['recent.dismissed']]
      const judged = confirmed + dismissed
      const high =
        health && judged >= health.minJudged ? wilson(confirmed, judged)?.high : undefined
      const advice =
        high === undefined || !health || high >= health.narrowBelow
          ? null
          : high < health.retireBelow
            ? ('retire' as const)
            : ('narrow' as const)
      return { rule: key, name: rules.ruleNames.get(key) ?? key, confirmed, dismissed, advice }
    })
    .filter(({ dismissed }) => dismissed > 0)
    .sort((a, b) => b.dismissed - a.dismissed || (a.rule < b.rule ? -1 : 1))
    .slice(0, 5)
}

async function overdueNotices(db: Db, w: Window): Promise<ReportFigures['overdue']> {
  const rows = await rowsOf(
    db,
    sql`select room, region, at from (${lists.notices(w)}) x where pending and due order by at, room limit 20`,
  )
  return rows.map((row) => ({
    room: String(row.room),
    region: String(row.region),
    servedAt: instant(row.at),
  }))
}

async function poorRooms(db: Db, w: Window): Promise<ReportFigures['poorRooms']> {
  const rows = await rowsOf(
    db,
    sql`select room, region, share from (${lists.poor(w)}) x order by share, room limit 20`,
  )
  return rows.map((row) => ({
    room: String(row.room),
    region: String(row.region),
    share: Math.round(Number(row.share) * 1000) / 1000,
  }))
}

async function missEstimate(db: Db, w: Window, policy: ReportPolicy) {
  const rows = await rowsOf(
    db,
    sql`select frame, (count(*) filter (where reviewed))::int as reviewed,
      (count(*) filter (where reviewed and missed))::int as missed
      from (${lists.misses(w)}) x group by day, county, frame order by day, county`,
  )
  const strata = rows.map((row) => ({
    frame: Number(row.frame),
    reviewed: Number(row.reviewed),
    missed: Number(row.missed),
  }))
  return estimateMisses(strata, policy.miss.minReviewed)
}

async function annexFlags(db: Db, w: Window): Promise<AnnexFlag[]> {
  const rows = await rowsOf(
    db,
    sql`select * from (${lists.flags(w)}) x where not audience order by said_at, id`,
  )
  return rows.map(
    (row) =>
      ({
        id: row.id,
        saidAt: instant(row.said_at),
        region: row.region,
        room: row.room,
        category: row.category,
        rule: row.rule,
        severity: Number(row.severity),
        channel: row.channel,
        quote: row.quote,
        hitCount: Number(row.hit_count),
        state: row.state,
        by: row.by,
        decidedAt: row.decided_at === null ? null : instant(row.decided_at),
        reason: row.reason,
        clip: row.clip,
      }) as AnnexFlag,
  )
}

async function annexGaps(db: Db, w: Window): Promise<AnnexGap[]> {
  const rows = await rowsOf(
    db,
    sql`select * from (${lists.gaps(w)}) x where ms >= 1000 order by region, room, from_at, kind`,
  )
  return rows.map((row) => ({
    region: String(row.region),
    room: String(row.room),
    kind: String(row.kind),
    reason: String(row.reason),
    fromAt: instant(row.from_at),
    toAt: instant(row.to_at),
  }))
}

async function lexiconOf(db: Db): Promise<string | null> {
  const [row] = await rowsOf(
    db,
    sql`select version from lexicon_versions where state = 'published'`,
  )
  return row ? String(row.version) : null
}

/** Drivers differ in what a raw timestamp comes back as. */
const instant = (value: unknown) =>
  new Date(value instanceof Date ? value : String(value)).toISOString()

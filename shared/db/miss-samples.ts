import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Day } from '#shared/domain/calendar.ts'
import { type FrameCell, unflaggedStretches } from '#shared/domain/miss-estimate.ts'
import { spanOf } from '#shared/domain/report-period.ts'
import { AppError } from '#shared/errors.ts'
import { insertMany } from './bulk.ts'
import type { Db } from './client.ts'
import { rowsOf } from './rows.ts'
import { missSamples, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type MissSample = typeof missSamples.$inferSelect

/** Stretches of `lengthMs` of a day in exactly this region that were compared with the lexicon and not flagged. */
export async function missFrame(
  db: Db,
  day: Day,
  region: string,
  lengthMs: number,
): Promise<FrameCell[]> {
  const { fromMs, toMs } = spanOf({ from: day, to: day })
  const heard = await rowsOf(
    db,
    sql`select r.id, r.room_id, (extract(epoch from r.started_at) * 1000)::float8 as start_ms,
      c.from_ms::float8 as from_ms, c.to_ms::float8 as to_ms
    from recordings r join rooms on rooms.id = r.room_id join coverage c on c.recording_id = r.id
    where ${within(rooms.region, { region })} and c.kind = 'transcribed' and c.gap is null
      and r.started_at < to_timestamp(${toMs / 1000}) and r.started_at > to_timestamp(${fromMs / 1000}) - interval '3 days'
    order by r.id, c.from_ms`,
  )
  const flagged = await rowsOf(
    db,
    sql`select h.recording_id as id, h.start_ms::float8 as from_ms, h.end_ms::float8 as to_ms
    from hits h join recordings r on r.id = h.recording_id join rooms on rooms.id = r.room_id
    where ${within(rooms.region, { region })} and h.suppressed is null and not h.audience
      and r.started_at < to_timestamp(${toMs / 1000}) and r.started_at > to_timestamp(${fromMs / 1000}) - interval '3 days'`,
  )
  const stretch = (row: Readonly<Record<string, unknown>>) => ({
    fromMs: Number(row.from_ms),
    toMs: Number(row.to_ms),
  })
  const hitsOf = byRecording(flagged)
  const cells = new Map<
    string,
    { roomId: string; hour: number; places: FrameCell['places'][number][] }
  >()
  for (const [id, spans] of byRecording(heard)) {
    const [first] = spans
    if (!first) continue
    const startMs = Number(first.start_ms)
    const free = unflaggedStretches(
      spans.map(stretch),
      (hitsOf.get(id) ?? []).map(stretch),
      lengthMs,
    )
    for (const place of free) {
      const atMs = startMs + place.fromMs
      if (atMs < fromMs || atMs >= toMs) continue
      const hour = Math.floor((atMs - fromMs) / 3_600_000)
      const key = `${first.room_id} ${hour}`
      const cell = cells.get(key) ?? { roomId: String(first.room_id), hour, places: [] }
      cell.places.push({ recordingId: String(id), ...place })
      cells.set(key, cell)
    }
  }
  return [...cells.values()]
}

function byRecording<R extends { readonly id?: unknown }>(rows: readonly R[]): Map<unknown, R[]> {
  const groups = new Map<unknown, R[]>()
  for (const row of rows) {
    const group = groups.get(row.id)
    if (group) group.push(row)
    else groups.set(row.id, [row])
  }
  return groups
}

/** True when this region's samples of the day are drawn already: a day is drawn once. */
export async function isDrawn(db: Db, day: Day, region: string): Promise<boolean> {
  const [row] = await db
    .select({ id: missSamples.id })
    .from(missSamples)
    .where(and(eq(missSamples.day, day), eq(missSamples.region, region)))
    .limit(1)
  return row !== undefined
}

export async function addSamples(db: Db, samples: readonly (typeof missSamples.$inferInsert)[]) {
  await insertMany(db, missSamples, samples)
}

/** Samples for people, those still to be looked at first. */
export async function listSamples(
  db: Db,
  scope: Scope,
  filter: { readonly open: boolean; readonly limit: number },
) {
  return db
    .select({ sample: missSamples, room: rooms.name, startedAt: recordings.startedAt })
    .from(missSamples)
    .innerJoin(rooms, eq(rooms.id, missSamples.roomId))
    .innerJoin(recordings, eq(recordings.id, missSamples.recordingId))
    .where(
      and(within(rooms.region, scope), filter.open ? isNull(missSamples.reviewedAt) : undefined),
    )
    .orderBy(sql`${missSamples.reviewedAt} nulls first`, asc(missSamples.day), asc(missSamples.id))
    .limit(filter.limit)
}

/** Files what a person found in a sample, once; throws `not_found` outside their region, `conflict` when it was looked at. */
export async function judgeSample(
  tx: Db,
  scope: Scope,
  id: string,
  look: {
    readonly missed: boolean
    readonly category: string | null
    readonly note: string
    readonly by: string
    readonly at: Date
  },
): Promise<MissSample> {
  const visible = tx.select({ id: rooms.id }).from(rooms).where(within(rooms.region, scope))
  const { by, at, ...found } = look
  const mine = and(eq(missSamples.id, id), sql`${missSamples.roomId} in (${visible})`)
  const [row] = await tx
    .update(missSamples)
    .set({ ...found, reviewedBy: by, reviewedAt: at })
    .where(and(mine, isNull(missSamples.reviewedAt)))
    .returning()
  if (row) return row
  const [there] = await tx.select({ day: missSamples.day }).from(missSamples).where(mine)
  if (there) throw new AppError('conflict', '这一片段已有人看过，请取下一段。')
  throw new AppError('not_found', '没有这一抽样片段，可能不在您的辖区。')
}

import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import { captureSeamMs } from '#shared/domain/capture.ts'
import { AppError } from '#shared/errors.ts'
import { audit } from './audit.ts'
import type { Db } from './client.ts'
import { captureGaps, captures, recordings, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type Capture = typeof captures.$inferSelect

export interface CaptureWish {
  readonly roomId: string
  readonly address: string
  readonly danmakuPath: string | null
}

/** Asks for a room's stream to be recorded; a room has one capture, asked for again it takes the new address. */
export async function wantCapture(db: Db, wish: CaptureWish, by: string, now: Date) {
  return db.transaction(async (tx) => {
    const { address, danmakuPath } = wish
    const again = { address, danmakuPath, state: 'wanted' as const, attempts: 0, nextTryAt: now }
    const [row] = await tx
      .insert(captures)
      .values({ ...wish, nextTryAt: now, createdAt: now })
      .onConflictDoUpdate({ target: captures.roomId, set: { ...again, failure: null } })
      .returning()
    if (!row) throw new Error('capture not made')
    await audit(tx, {
      ...{ at: now, actor: by, action: 'capture-wanted', subject: row.id },
      // The address may carry a token of the platform.
      detail: { roomId: wish.roomId, host: new URL(address).host },
    })
    return row
  })
}

/** Stops a capture within these eyes' reach; the worker notices with its next heartbeat. Throws `not_found`. */
export async function stopCapture(db: Db, scope: Scope, id: string, by: string, now: Date) {
  await db.transaction(async (tx) => {
    const mine = tx.select({ id: rooms.id }).from(rooms).where(within(rooms.region, scope))
    const [row] = await tx
      .update(captures)
      .set({ state: 'stopped', leaseBy: null, leaseUntil: null })
      .where(and(eq(captures.id, id), inArray(captures.roomId, mine)))
      .returning()
    if (!row) throw new AppError('not_found', '没有这个采集任务，或不在您的辖区。')
    await tx.delete(captureGaps).where(and(eq(captureGaps.captureId, id), isNull(captureGaps.toAt)))
    await audit(tx, { at: now, actor: by, action: 'capture-stopped', subject: id, detail: {} })
  })
}

/** Captures for people, with their room; the address is not among it, for it may carry a token. */
export async function listCaptures(db: Db, scope: Scope) {
  return db
    .select({
      id: captures.id,
      roomId: captures.roomId,
      room: rooms.name,
      state: captures.state,
      leaseBy: captures.leaseBy,
      leaseUntil: captures.leaseUntil,
      attempts: captures.attempts,
      nextTryAt: captures.nextTryAt,
      recordedUntil: captures.recordedUntil,
      failure: captures.failure,
    })
    .from(captures)
    .innerJoin(rooms, eq(rooms.id, captures.roomId))
    .where(within(rooms.region, scope))
    .orderBy(asc(rooms.name))
}

/** Takes one capture that is due and nobody holds; undefined when there is none. Two workers never get the same. */
export async function claimCapture(
  db: Db,
  worker: string,
  leaseMs: number,
  now: Date,
): Promise<Capture | undefined> {
  const due = db
    .select({ id: captures.id })
    .from(captures)
    .where(
      and(
        eq(captures.state, 'wanted'),
        lte(captures.nextTryAt, now),
        or(isNull(captures.leaseUntil), lte(captures.leaseUntil, now)),
      ),
    )
    .orderBy(asc(captures.nextTryAt))
    .limit(1)
    .for('update', { skipLocked: true })
  const [row] = await db
    .update(captures)
    .set({ leaseBy: worker, leaseUntil: new Date(now.getTime() + leaseMs) })
    .where(inArray(captures.id, due))
    .returning()
  return row
}

const held = (id: string, worker: string) =>
  and(eq(captures.id, id), eq(captures.leaseBy, worker), eq(captures.state, 'wanted'))

/** Keeps a lease; false when it is lost or the capture was stopped. */
export async function keepCapture(db: Db, id: string, worker: string, until: Date) {
  const kept = await db
    .update(captures)
    .set({ leaseUntil: until })
    .where(held(id, worker))
    .returning({ id: captures.id })
  return kept.length > 0
}

export interface SegmentRow {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly number: number
  readonly fromMs: number
  readonly toMs: number
  /** Where its wall clock is from: the platform, or our own watch. */
  readonly origin: 'hls-date-time' | 'capture'
}

/**
 * Files a finished piece of a capture as a recording, and what was missed before it as a gap, in one transaction. Null
 * when the lease is lost: then somebody else records, and this piece is not filed.
 */
export async function addSegment(
  db: Db,
  captureId: string,
  worker: string,
  segment: SegmentRow,
): Promise<string | null> {
  return db.transaction(async (tx) => {
    const [capture] = await tx.select().from(captures).where(held(captureId, worker)).for('update')
    if (!capture) return null
    const before = capture.recordedUntil?.getTime() ?? null
    const missed = before !== null && segment.fromMs - before > captureSeamMs
    const open = and(eq(captureGaps.captureId, captureId), isNull(captureGaps.toAt))
    if (missed)
      await tx
        .insert(captureGaps)
        .values({
          ...{ captureId, fromAt: new Date(before), toAt: new Date(segment.fromMs) },
          reason: capture.failure ?? '采集中断',
        })
        .onConflictDoUpdate({
          target: [captureGaps.captureId, captureGaps.fromAt],
          set: { toAt: new Date(segment.fromMs) },
        })
    else await tx.delete(captureGaps).where(open)
    const { path, sha256, bytes, fromMs, origin } = segment
    const [made] = await tx
      .insert(recordings)
      .values({
        ...{ roomId: capture.roomId, captureId, path, sha256, bytes },
        ...{ danmakuPath: capture.danmakuPath, startedAtSource: origin, ingestState: 'registered' },
        startedAt: new Date(fromMs),
      })
      .onConflictDoNothing({ target: [recordings.sha256, recordings.roomId] })
      .returning({ id: recordings.id })
    await tx
      .update(captures)
      .set({
        ...{ attempts: 0, failure: null, nextSegment: segment.number + 1 },
        recordedUntil: new Date(Math.max(before ?? 0, segment.toMs)),
      })
      .where(eq(captures.id, captureId))
    return made?.id ?? null
  })
}

/** Gives a capture up for now: when to try again and why, and that nothing is recorded from here on. */
export async function releaseCapture(
  db: Db,
  {
    id,
    worker,
    failure,
  }: { readonly id: string; readonly worker: string; readonly failure: string },
  nextTryAt: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(captures)
      .set({
        ...{ leaseBy: null, leaseUntil: null, failure, nextTryAt },
        attempts: sql`${captures.attempts} + 1`,
      })
      .where(held(id, worker))
      .returning()
    if (!row?.recordedUntil) return
    await tx
      .insert(captureGaps)
      .values({ captureId: id, fromAt: row.recordedUntil, reason: failure })
      .onConflictDoNothing()
  })
}

/** Gives a lease back without a fault: the process stops, the next one goes on at once. */
export async function handOverCapture(db: Db, id: string, worker: string): Promise<void> {
  await db.update(captures).set({ leaseBy: null, leaseUntil: null }).where(held(id, worker))
}

/** Whether somebody is recording this capture just now, so that another piece is to come. */
export async function captureGoesOn(db: Db, captureId: string, now: Date): Promise<boolean> {
  const [row] = await db
    .select({ id: captures.id })
    .from(captures)
    .where(
      and(
        eq(captures.id, captureId),
        eq(captures.state, 'wanted'),
        isNull(captures.failure),
        gt(captures.leaseUntil, now),
      ),
    )
  return row !== undefined
}

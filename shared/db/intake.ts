import { and, asc, eq, inArray, isNotNull, lt, lte, ne, notInArray, sql, sum } from 'drizzle-orm'
import {
  type Hearsay,
  type IntakeRefusal,
  type IntakeSource,
  type IntakeState,
  mergeHearsay,
} from '#shared/domain/intake.ts'
import type { Db } from './client.ts'
import { intake, recordings } from './schema/index.ts'

export type { Given } from './schema/index.ts'
export type Intake = typeof intake.$inferSelect
export type NewIntake = typeof intake.$inferInsert

/** States in which a file is still waited for. */
const open = ['announced', 'growing', 'settling', 'unpaired'] as const satisfies IntakeState[]
const batch = 500

/** What is known of the files of one folder. */
export function intakeOfFolder(db: Db, folder: string) {
  return db.select().from(intake).where(eq(intake.folder, folder))
}

/** What is known of these files; at most a page of a listing. */
export function intakeByPaths(db: Db, paths: readonly string[]) {
  return db
    .select()
    .from(intake)
    .where(inArray(intake.path, [...paths]))
}

/** Files still waited for, of one source: those that a sweep did not see are gone. */
export function openIntake(db: Db, source: IntakeSource) {
  const { id, path, state, createdAt } = intake
  return db
    .select({ id, path, state, createdAt })
    .from(intake)
    .where(and(eq(intake.source, source), inArray(intake.state, [...open])))
}

/** Uploads whose first byte is announced and whose last has not come, with their whole length. */
export function uploadsUnderWay(db: Db) {
  const { id, bytes } = intake
  return db
    .select({ id, bytes })
    .from(intake)
    .where(and(eq(intake.source, 'upload'), eq(intake.state, 'growing')))
}

/** Writes what a sweep saw, by path. */
export async function saveSeen(db: Db, rows: readonly NewIntake[], now: Date): Promise<void> {
  for (let i = 0; i < rows.length; i += batch)
    await db
      .insert(intake)
      .values(rows.slice(i, i + batch).map((row) => ({ ...row, createdAt: now, changedAt: now })))
      .onConflictDoUpdate({
        target: intake.path,
        set: {
          state: sql`excluded.state`,
          bytes: sql`excluded.bytes`,
          modifiedMs: sql`excluded.modified_ms`,
          etag: sql`excluded.etag`,
          objectKey: sql`excluded.object_key`,
          stillSince: sql`excluded.still_since`,
          dueAt: sql`excluded.due_at`,
          reason: null,
          note: null,
          changedAt: now,
        },
      })
}

export async function dropIntake(db: Db, ids: readonly string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += batch)
    await db.delete(intake).where(inArray(intake.id, ids.slice(i, i + batch)))
}

export async function markVanished(db: Db, ids: readonly string[], note: string, now: Date) {
  for (let i = 0; i < ids.length; i += batch)
    await db
      .update(intake)
      .set({ state: 'vanished', note, dueAt: null, changedAt: now })
      .where(inArray(intake.id, ids.slice(i, i + batch)))
}

/** Written by now, as far as anybody can tell: to be taken. */
export function pendingIntake(db: Db, now: Date, limit: number) {
  return db
    .select({ intakeId: intake.id })
    .from(intake)
    .where(and(inArray(intake.state, ['growing', 'settling']), lte(intake.dueAt, now)))
    .orderBy(asc(intake.dueAt), asc(intake.path))
    .limit(limit)
}

export async function getIntake(db: Db, id: string): Promise<Intake | undefined> {
  const [row] = await db.select().from(intake).where(eq(intake.id, id))
  return row
}

export async function intakeByPath(db: Db, path: string): Promise<Intake | undefined> {
  const [row] = await db.select().from(intake).where(eq(intake.path, path))
  return row
}

export async function addIntake(db: Db, row: NewIntake): Promise<void> {
  await db.insert(intake).values(row)
}

export async function updateIntake(
  db: Db,
  id: string,
  change: Partial<NewIntake>,
  now: Date,
): Promise<void> {
  await db
    .update(intake)
    .set({ ...change, changedAt: now })
    .where(eq(intake.id, id))
}

/** A file was not taken, and why; the sentence stays with it. */
export async function refuseIntake(
  db: Db,
  id: string,
  why: { readonly reason: IntakeRefusal; readonly note: string },
  now: Date,
) {
  await updateIntake(db, id, { state: 'refused', dueAt: null, ...why }, now)
}

/** Lets files refused for reasons that pass be looked at again; of those, ones refused before `before` only. */
export async function reviveIntake(
  db: Db,
  reasons: readonly IntakeRefusal[],
  now: Date,
  before: Date = now,
): Promise<number> {
  const revived = await db
    .update(intake)
    .set({ state: 'settling', reason: null, note: null, dueAt: now, changedAt: now })
    .where(
      and(
        eq(intake.state, 'refused'),
        inArray(intake.reason, [...reasons]),
        lte(intake.changedAt, before),
      ),
    )
    .returning({ id: intake.id })
  return revived.length
}

/** Uploads nobody has gone on with since then. */
export function staleUploads(db: Db, before: Date) {
  return db
    .select({ id: intake.id })
    .from(intake)
    .where(
      and(eq(intake.source, 'upload'), eq(intake.state, 'growing'), lt(intake.changedAt, before)),
    )
}

/** Files handed in as belonging to this one. */
export function companionsOf(db: Db, ownerId: string) {
  return db
    .select()
    .from(intake)
    .where(and(sql`${intake.given}->>'ownerId' = ${ownerId}`, eq(intake.kind, 'companion')))
}

/**
 * Writes down what a hook said of a path: it announces a file nobody has seen, adds its words to those of others, and
 * when it says that the file is closed, shortens the wait to `closedMs` after its last change. In any order, any number
 * of times, the same. Answers the row as it now is.
 */
export async function hearIntake(
  db: Db,
  said: {
    readonly path: string
    readonly folder: string
    readonly kind: 'recording' | 'companion'
    readonly region: string
    readonly closed: boolean
    readonly hearsay: Hearsay
  },
  closedMs: number,
  now: Date,
): Promise<Intake> {
  return db.transaction(async (tx) => {
    await tx
      .insert(intake)
      .values({
        ...{ path: said.path, folder: said.folder, kind: said.kind, region: said.region },
        ...{ source: 'folder', state: 'announced', createdAt: now, changedAt: now },
      })
      .onConflictDoNothing({ target: intake.path })
    const [row] = await tx.select().from(intake).where(eq(intake.path, said.path)).for('update')
    if (!row) throw new Error('announced file neither found nor made')
    const hearsay = mergeHearsay(row.hearsay, said.hearsay)
    const news = JSON.stringify(hearsay) !== JSON.stringify(mergeHearsay(row.hearsay, {}))
    const closedAt = said.closed ? (row.closedAt ?? now) : row.closedAt
    const waiting = row.state === 'growing' || row.state === 'settling'
    const soon = row.stillSince && closedAt ? new Date(row.stillSince.getTime() + closedMs) : null
    // Words that come after the file was taken are weighed by taking it again.
    const again = row.state === 'taken' && news
    const change: Partial<NewIntake> = {
      ...{ hearsay, closedAt },
      ...(row.state === 'vanished' && { state: 'announced' as const, note: null }),
      ...(waiting && soon && row.dueAt && soon < row.dueAt && { dueAt: soon }),
      ...(again && { state: 'settling' as const, dueAt: now }),
    }
    await tx.update(intake).set(change).where(eq(intake.id, row.id))
    return { ...row, ...change } as Intake
  })
}

/** Bytes of recordings taken since `from`: in all, and of one room. */
export async function takenSince(db: Db, from: Date, roomId: string | null) {
  const bytes = async (room: string | null) => {
    const [row] = await db
      .select({ bytes: sum(recordings.bytes).mapWith(Number) })
      .from(recordings)
      .where(
        and(
          sql`${recordings.createdAt} >= ${from.toISOString()}::timestamptz`,
          room === null ? undefined : eq(recordings.roomId, room),
        ),
      )
    return row?.bytes ?? 0
  }
  return { dayBytes: await bytes(null), roomBytes: roomId === null ? 0 : await bytes(roomId) }
}

/** Recordings taken from one folder, but for one row. */
export function takenInFolder(db: Db, folder: string, exceptId: string) {
  return db
    .select({ id: intake.id, path: intake.path, recordingId: intake.recordingId })
    .from(intake)
    .where(
      and(
        eq(intake.folder, folder),
        eq(intake.kind, 'recording'),
        isNotNull(intake.recordingId),
        ne(intake.id, exceptId),
        notInArray(intake.state, ['refused']),
      ),
    )
}

import { and, asc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import {
  assembleBroadcasts,
  type BroadcastPiece,
  keepBroadcasts,
} from '#shared/domain/broadcast.ts'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import type { Db } from './client.ts'
import { mergeBroadcast } from './merge-broadcasts.ts'
import { broadcasts, recordings, rooms } from './schema/index.ts'

/** Nothing farther away than this can touch a broadcast: no session lasts longer. */
const reachMs = 36 * 3_600_000

/** Holds a room until the transaction ends, so that two files of one session never open two broadcasts. */
export async function lockRoom(tx: Db, roomId: string): Promise<void> {
  await tx.select({ id: rooms.id }).from(rooms).where(eq(rooms.id, roomId)).for('update')
}

/**
 * Puts the recordings of a room around a stretch of the wall clock together to broadcasts: a late piece finds its
 * place, one that bridges two broadcasts makes them one, bounds follow the pieces. The room must be held.
 */
export async function settleBroadcasts(
  tx: Db,
  roomId: string,
  around: { readonly fromMs: number; readonly toMs: number },
  now: Date,
): Promise<void> {
  const groups = assembleBroadcasts(await piecesOf(tx, roomId, around))
  const kept = keepBroadcasts(groups)
  // What is left over goes first: no two broadcasts of a room begin at one moment.
  const old = new Set(groups.flat().flatMap(({ broadcastId }) => broadcastId ?? []))
  const gone = [...old].filter((id) => !kept.includes(id))
  const ids: string[] = []
  for (const [i, group] of groups.entries()) ids.push(kept[i] ?? (await open(tx, roomId, group)))
  for (const [i, group] of groups.entries()) await move(tx, ids[i] ?? '', group, gone)
  for (const id of gone) {
    const into = groups.findIndex((group) => group.some(({ broadcastId }) => broadcastId === id))
    await mergeBroadcast(tx, id, ids[into] ?? '', now)
  }
  // A broadcast that gives its beginning up does so before another takes it.
  for (const [i, group] of groups.entries()) {
    const [startedAt, endedAt] = boundsOf(group)
    await tx
      .update(broadcasts)
      .set({ startedAt, endedAt })
      .where(eq(broadcasts.id, ids[i] ?? ''))
  }
}

/** Recordings that were read, on the wall clock; also those of other broadcasts within reach. */
async function piecesOf(
  tx: Db,
  roomId: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<BroadcastPiece[]> {
  const rows = await tx
    .select({
      id: recordings.id,
      startedAt: recordings.startedAt,
      durationMs: recordings.durationMs,
      clock: recordings.clock,
      sessionKey: recordings.sessionKey,
      broadcastId: recordings.broadcastId,
    })
    .from(recordings)
    .where(
      and(
        eq(recordings.roomId, roomId),
        eq(recordings.ingestState, 'done'),
        gte(recordings.startedAt, new Date(fromMs - reachMs)),
        lte(recordings.startedAt, new Date(toMs + reachMs)),
      ),
    )
    .orderBy(asc(recordings.startedAt), asc(recordings.id))
  return rows.map(({ id, durationMs, sessionKey, broadcastId, ...clocked }) => ({
    ...{ id, sessionKey, broadcastId },
    fromMs: wallMsOf(clocked, 0),
    toMs: wallMsOf(clocked, durationMs ?? 0),
  }))
}

function boundsOf(group: readonly BroadcastPiece[]): [Date, Date] {
  const from = Math.min(...group.map(({ fromMs }) => fromMs))
  return [new Date(from), new Date(Math.max(...group.map(({ toMs }) => toMs)))]
}

async function open(tx: Db, roomId: string, group: readonly BroadcastPiece[]): Promise<string> {
  const [startedAt, endedAt] = boundsOf(group)
  const [made] = await tx
    .insert(broadcasts)
    .values({ roomId, startedAt, endedAt })
    .returning({ id: broadcasts.id })
  if (!made) throw new Error('broadcast not made')
  return made.id
}

/** Pieces that leave a broadcast which goes on without them are judged again: what is said of both has changed. */
async function move(
  tx: Db,
  broadcastId: string,
  group: readonly BroadcastPiece[],
  gone: readonly string[],
): Promise<void> {
  const moved = group.filter((piece) => piece.broadcastId !== broadcastId)
  if (moved.length === 0) return
  await tx
    .update(recordings)
    .set({ broadcastId })
    .where(
      inArray(
        recordings.id,
        moved.map(({ id }) => id),
      ),
    )
  const left = new Set(
    moved.flatMap((piece) =>
      piece.broadcastId === null || gone.includes(piece.broadcastId) ? [] : [piece.broadcastId],
    ),
  )
  if (left.size > 0)
    await tx
      .update(recordings)
      .set({ detectedKey: null })
      .where(inArray(recordings.broadcastId, [broadcastId, ...left]))
}

/** The recordings of a broadcast that were read, in order of time. */
export async function recordingsOfBroadcast(db: Db, broadcastId: string) {
  return db
    .select()
    .from(recordings)
    .where(and(eq(recordings.broadcastId, broadcastId), sql`${recordings.durationMs} is not null`))
    .orderBy(asc(recordings.startedAt), asc(recordings.id))
}

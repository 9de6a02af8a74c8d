import { and, asc, eq } from 'drizzle-orm'
import type { PieceFacts } from '#shared/domain/transcript.ts'
import type { Db } from './client.ts'
import { transcriptPieces } from './schema/index.ts'

/** Who is listening to which recording. */
export interface Hearing {
  readonly recordingId: string
  readonly engine: string
  readonly engineVersion: string
}

export type StoredPiece = PieceFacts & { readonly startMs: number; readonly endMs: number }

/** Keeps one piece; the same piece again replaces itself. */
export async function savePiece(db: Db, hearing: Hearing, piece: StoredPiece): Promise<void> {
  const { startMs, endMs, ...heard } = piece
  await db
    .insert(transcriptPieces)
    .values({ ...hearing, startMs, endMs, heard })
    .onConflictDoUpdate({
      target: [
        transcriptPieces.recordingId,
        transcriptPieces.engine,
        transcriptPieces.startMs,
        transcriptPieces.endMs,
      ],
      set: { heard, engineVersion: hearing.engineVersion },
    })
}

/** What this very engine has heard of the recording so far, in order of time. */
export async function piecesHeard(db: Db, hearing: Hearing): Promise<StoredPiece[]> {
  const { recordingId, engine, engineVersion } = hearing
  const rows = await db
    .select()
    .from(transcriptPieces)
    .where(
      and(
        eq(transcriptPieces.recordingId, recordingId),
        eq(transcriptPieces.engine, engine),
        eq(transcriptPieces.engineVersion, engineVersion),
      ),
    )
    .orderBy(asc(transcriptPieces.startMs))
  return rows.map(({ heard, startMs, endMs }) => ({ ...heard, startMs, endMs }))
}

/** The engines that have begun with a recording and not ended. */
export async function unfinishedHearings(db: Db, recordingId: string): Promise<Hearing[]> {
  const { engine, engineVersion } = transcriptPieces
  const rows = await db
    .selectDistinct({ engine, engineVersion })
    .from(transcriptPieces)
    .where(eq(transcriptPieces.recordingId, recordingId))
  return rows.map((row) => ({ recordingId, ...row }))
}

export async function forgetPieces(db: Db, recordingId: string): Promise<void> {
  await db.delete(transcriptPieces).where(eq(transcriptPieces.recordingId, recordingId))
}

import { and, asc, eq, gte, lte } from 'drizzle-orm'
import type { Sentence } from '#shared/domain/sentence.ts'
import type { Db } from './client.ts'
import { recordings, sentences, transcripts } from './schema/index.ts'

export type StoredSentence = typeof sentences.$inferSelect

/** Rows per statement: nine columns each, under PostgreSQL's 65,535 parameters. */
const batch = 2000

/**
 * Stores what an engine heard and makes it the recording's transcript in use. The same engine again replaces its own
 * earlier text under a new id, so that detection notices.
 */
export async function saveTranscript(
  db: Db,
  recordingId: string,
  engine: string,
  heard: readonly Sentence[],
): Promise<string> {
  return db.transaction(async (tx) => {
    await tx
      .delete(transcripts)
      .where(and(eq(transcripts.recordingId, recordingId), eq(transcripts.engine, engine)))
    const chars = heard.reduce((sum, { text }) => sum + text.length, 0)
    const [transcript] = await tx
      .insert(transcripts)
      .values({ recordingId, engine, sentenceCount: heard.length, chars })
      .returning({ id: transcripts.id })
    if (!transcript) throw new Error('transcript not made')
    const rows = heard.map((sentence, seq) => ({
      ...sentence,
      transcriptId: transcript.id,
      seq,
      startMs: Math.round(sentence.startMs),
      endMs: Math.round(sentence.endMs),
    }))
    for (let at = 0; at < rows.length; at += batch)
      await tx.insert(sentences).values(rows.slice(at, at + batch))
    await tx
      .update(recordings)
      .set({ transcriptId: transcript.id, transcriptState: 'done' })
      .where(eq(recordings.id, recordingId))
    return transcript.id
  })
}

export async function sentencesOf(db: Db, transcriptId: string): Promise<StoredSentence[]> {
  return db
    .select()
    .from(sentences)
    .where(eq(sentences.transcriptId, transcriptId))
    .orderBy(asc(sentences.seq))
}

/** Sentences that touch a stretch of the recording. */
export async function sentencesBetween(
  db: Db,
  transcriptId: string,
  fromMs: number,
  toMs: number,
): Promise<StoredSentence[]> {
  return db
    .select()
    .from(sentences)
    .where(
      and(
        eq(sentences.transcriptId, transcriptId),
        gte(sentences.endMs, fromMs),
        lte(sentences.startMs, toMs),
      ),
    )
    .orderBy(asc(sentences.seq))
}

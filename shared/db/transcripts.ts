import { and, asc, eq, gte, inArray, lte, max } from 'drizzle-orm'
import { pairsOf } from '#shared/domain/likeness.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import type { EngineChoice, TranscriptMeter } from '#shared/domain/transcript.ts'
import type { Db } from './client.ts'
import { recordings, sentences, transcriptPairs, transcripts } from './schema/index.ts'

export type StoredSentence = typeof sentences.$inferSelect

/** Rows per statement: nine columns each, under PostgreSQL's 65,535 parameters. */
const batch = 2000

/** Beside the words: which model listened, and what that took. */
export interface Listening {
  readonly engineVersion: string
  readonly meter: TranscriptMeter
}

/**
 * Stores what an engine heard as the recording's next transcript version and puts it in use. Earlier versions stay, for
 * verdicts rest on hits in them; detection notices the new one by its id.
 */
export async function saveTranscript(
  db: Db,
  recordingId: string,
  engine: string,
  heard: readonly (Sentence | StoredSentence)[],
  listening?: Listening,
): Promise<string> {
  return db.transaction(async (tx) => {
    const [latest] = await tx
      .select({ version: max(transcripts.version) })
      .from(transcripts)
      .where(eq(transcripts.recordingId, recordingId))
    const version = (latest?.version ?? 0) + 1
    const chars = heard.reduce((sum, { text }) => sum + text.length, 0)
    const [transcript] = await tx
      .insert(transcripts)
      .values({ recordingId, engine, version, sentenceCount: heard.length, chars, ...listening })
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
    const pairs = new Set(heard.flatMap(({ text }) => pairsOf(text.toLowerCase())))
    await tx.insert(transcriptPairs).values({ transcriptId: transcript.id, pairs: [...pairs] })
    await tx
      .update(recordings)
      .set({ transcriptId: transcript.id, transcriptState: 'done' })
      .where(eq(recordings.id, recordingId))
    return transcript.id
  })
}

export async function getTranscript(db: Db, id: string) {
  const [row] = await db.select().from(transcripts).where(eq(transcripts.id, id))
  return row
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

/** Every transcript of a recording without its words, first version first. */
export async function transcriptVersions(db: Db, recordingId: string) {
  return db
    .select()
    .from(transcripts)
    .where(eq(transcripts.recordingId, recordingId))
    .orderBy(asc(transcripts.version))
}

/** Wants recordings that were read heard anew by `engine`; what stands stays in use until then. Answers how many that are. */
export async function wantTranscripts(
  db: Db,
  recordingIds: readonly string[],
  engine: EngineChoice | null,
): Promise<number> {
  const wanted = await db
    .update(recordings)
    .set({ transcriptState: 'wanted', wantedEngine: engine, failure: null })
    .where(and(inArray(recordings.id, [...recordingIds]), eq(recordings.ingestState, 'done')))
    .returning({ id: recordings.id })
  return wanted.length
}

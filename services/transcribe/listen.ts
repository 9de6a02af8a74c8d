import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shifted } from '#shared/asr/heard/timing.ts'
import type { HeardPiece, Transcriber } from '#shared/asr/transcriber.ts'
import { meterEnd, meterPiece } from '#shared/db/asr-meter.ts'
import type { Db } from '#shared/db/client.ts'
import type { Recording } from '#shared/db/recordings.ts'
import { piecesHeard, savePiece } from '#shared/db/transcript-pieces.ts'
import type { Listening } from '#shared/db/transcripts.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import type { TranscriptMeter } from '#shared/domain/transcript.ts'
import { TryLater } from '#shared/errors.ts'
import { extractAudio } from '#shared/media/audio.ts'
import { prependTail, type Tail } from './seam.ts'

export interface ListenDeps {
  readonly db: Db
  readonly now: () => Date
}

/** What an engine heard of a whole recording, on its clock; what lies before zero was heard in `tail`. */
export interface Listened {
  readonly engine: string
  readonly sentences: readonly Sentence[]
  readonly pieces: readonly HeardPiece[]
  readonly listening: Listening
}

/**
 * Lets an engine hear a recording. Every piece is kept as it is heard, so that the next attempt goes on behind it, whatever
 * became of this process. With a `tail` that is heard first, as one sound with the recording.
 */
export async function listen(
  { id: recordingId, path, media }: Recording,
  transcriber: Transcriber,
  tail: Tail | null,
  { db, now }: ListenDeps,
  signal: AbortSignal,
): Promise<Listened> {
  const { engine } = transcriber
  const hearing = { recordingId, engine, engineVersion: await transcriber.version() }
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-audio-'))
  try {
    const wav = join(dir, 'audio.wav')
    await extractAudio(path, wav, { signal, ...(media && { info: media }) })
    if (tail) await prependTail(tail, wav, signal)
    const zeroMs = tail?.lengthMs ?? 0
    const resume = (await piecesHeard(db, hearing)).map((piece) => moved(piece, zeroMs))
    const onPiece = (piece: HeardPiece) =>
      db.transaction(async (tx) => {
        await savePiece(tx, hearing, moved(piece, -zeroMs))
        await meterPiece(tx, hearing, piece, now())
      })
    const heard = await transcriber.transcribe(wav, { signal, onPiece, resume })
    await meterEnd(db, hearing, 'recordings', now())
    const sentences = heard.sentences.map((sentence) => shifted(sentence, -zeroMs))
    const pieces = heard.pieces.map((piece) => moved(piece, -zeroMs))
    const listening = { engineVersion: hearing.engineVersion, meter: meterOf(pieces) }
    return { engine, sentences, pieces, listening }
  } catch (cause) {
    // Being stopped or asked to wait is no failure of the engine.
    if (!signal.aborted && !(cause instanceof TryLater))
      await meterEnd(db, hearing, 'failures', now())
    throw cause
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** The same piece on another clock. */
function moved(piece: HeardPiece, byMs: number): HeardPiece {
  return {
    ...piece,
    ...{ startMs: piece.startMs + byMs, endMs: piece.endMs + byMs },
    sentences: piece.sentences.map((sentence) => shifted(sentence, byMs)),
  }
}

/** What the pieces of one recording took, of all attempts together. */
export function meterOf(pieces: readonly HeardPiece[]): TranscriptMeter {
  const sum = (of: (piece: HeardPiece) => number) =>
    Math.round(pieces.reduce((total, piece) => total + of(piece), 0))
  return {
    pieces: pieces.length,
    failedPieces: sum(({ gap }) => (gap === undefined ? 0 : 1)),
    audioMs: sum(({ startMs, endMs }) => endMs - startMs),
    speechMs: sum(({ speechMs }) => speechMs),
    engineMs: sum(({ tookMs }) => tookMs),
    cpuMs: sum(({ cpuMs = 0 }) => cpuMs),
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

export interface ListenDeps {
  readonly db: Db
  readonly now: () => Date
}

/** What an engine heard of a whole recording. */
export interface Listened {
  readonly engine: string
  readonly sentences: readonly Sentence[]
  readonly pieces: readonly HeardPiece[]
  readonly listening: Listening
}

/**
 * Lets an engine hear a recording. Every piece is kept as it is heard, so that the next attempt goes on behind it, whatever
 * became of this process.
 */
export async function listen(
  { id: recordingId, path, media }: Recording,
  transcriber: Transcriber,
  { db, now }: ListenDeps,
  signal: AbortSignal,
): Promise<Listened> {
  const { engine } = transcriber
  const hearing = { recordingId, engine, engineVersion: await transcriber.version() }
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-audio-'))
  try {
    const wav = join(dir, 'audio.wav')
    await extractAudio(path, wav, { signal, ...(media && { info: media }) })
    const resume = await piecesHeard(db, hearing)
    const onPiece = (piece: HeardPiece) =>
      db.transaction(async (tx) => {
        await savePiece(tx, hearing, piece)
        await meterPiece(tx, hearing, piece, now())
      })
    const { sentences, pieces } = await transcriber.transcribe(wav, { signal, onPiece, resume })
    await meterEnd(db, hearing, 'recordings', now())
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

import type { Sentence } from '#shared/domain/sentence.ts'
import type { PieceFacts } from '#shared/domain/transcript.ts'

/** What was heard in one piece of a recording, on its clock; pieces of the same audio always fall in the same places. */
export interface HeardPiece extends PieceFacts {
  readonly startMs: number
  readonly endMs: number
}

export interface TranscribeContext {
  readonly signal: AbortSignal
  /**
   * Told of every finished piece, in no fixed order, before the whole is done; awaited, so that it may be
   * stored.
   */
  readonly onPiece?: (piece: HeardPiece) => void | Promise<void>
  /** Pieces an earlier attempt with the same engine and audio has told of: they are not asked for again. */
  readonly resume?: readonly HeardPiece[]
}

export interface Transcription {
  /** In order of time, what two pieces share only once. */
  readonly sentences: Sentence[]
  /** All pieces, also those that were resumed, in order of time. Outside of them nobody speaks. */
  readonly pieces: HeardPiece[]
}

/** Every engine is one of these. */
export interface Transcriber {
  /** Engine, model and place, as stored with the transcript: `openai:whisper-1@asr:8000`, `local:sense-voice`. */
  readonly engine: string
  /** Which model really listens, where that can be known, else empty. Throws GiveUp for a model that cannot be used. */
  version(): Promise<string>
  /** Words of a 16 kHz mono 16-bit wav file. Throws GiveUp, TryLater or a plain failure. */
  transcribe(wavPath: string, context: TranscribeContext): Promise<Transcription>
}

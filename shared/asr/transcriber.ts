import type { Sentence } from '#shared/domain/sentence.ts'

/** What was heard in one piece of a recording; pieces of the same audio always fall in the same places. */
export interface HeardPiece {
  readonly startMs: number
  readonly endMs: number
  /** On the recording's clock, in order; empty when nothing was said. */
  readonly sentences: readonly Sentence[]
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

/** Every engine is one of these. */
export interface Transcriber {
  /** Engine, model and place, as stored with the transcript: `openai:whisper-1@asr:8000`. */
  readonly engine: string
  /** Words of a 16 kHz mono 16-bit wav file, in order of time. Throws GiveUp, TryLater or a plain failure. */
  transcribe(wavPath: string, context: TranscribeContext): Promise<Sentence[]>
}

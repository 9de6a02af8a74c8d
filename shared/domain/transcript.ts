import type { Sentence } from './sentence.ts'

/** What a recording may be heard by: what lies beside it, a server, or the model on this machine. */
export const engineChoices = ['captions', 'openai', 'local'] as const
export type EngineChoice = (typeof engineChoices)[number]

/** What an engine made of one piece of a recording. */
export interface PieceFacts {
  /** On the recording's clock, in order; empty when nothing was said. */
  readonly sentences: readonly Sentence[]
  /** How much of it is speech, or by level alone is loud. */
  readonly speechMs: number
  /** The engine's time for it: a request, or a decode. */
  readonly tookMs: number
  /** Processor time, where the engine runs on this machine. */
  readonly cpuMs?: number
  /** Why nothing is known of this piece although the rest was heard. */
  readonly gap?: string
}

/** What hearing one recording took. */
export interface TranscriptMeter {
  readonly pieces: number
  readonly failedPieces: number
  /** Of the pieces; nothing is asked about the silence between them. */
  readonly audioMs: number
  readonly speechMs: number
  /** Requests or decodes, one after the other. */
  readonly engineMs: number
  readonly cpuMs: number
}

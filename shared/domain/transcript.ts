import type { Sentence } from './sentence.ts'

/** What a recording may be heard by: what lies beside it, a server, or the model on this machine. */
export const engineChoices = ['captions', 'openai', 'local'] as const
export type EngineChoice = (typeof engineChoices)[number]

/** One piece of a recording as it is kept until the whole is heard; the fields of `HeardPiece` but its place. */
export interface PieceFacts {
  readonly sentences: readonly Sentence[]
  readonly speechMs: number
  readonly tookMs: number
  readonly cpuMs?: number
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

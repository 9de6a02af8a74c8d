/** One stretch of speech on the recording's own time line, in milliseconds. */
export interface Sentence {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  /** Start of each UTF-16 unit of `text`, where the engine gives it; same length as `text`. */
  readonly charMs?: readonly number[]
  /** How those times were made: heard per word, spread over a segment or a chunk, or invented. */
  readonly timing: 'word' | 'segment' | 'chunk' | 'invented'
  /** 0 to 1 where the engine gives one. */
  readonly confidence?: number
}

/** Why words may never have been said: what engines make up over silence and music. Marked for a person, never removed. */
export type Suspect =
  | 'no_speech'
  | 'repetition'
  | 'boilerplate'
  | 'music'
  | 'too_fast'
  | 'too_slow'
  | 'foreign'
  /** Two pieces of audio share a stretch, and what was heard in it could not be told apart. */
  | 'overlap'

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
  /** Set only when something is suspect. */
  readonly suspect?: readonly Suspect[]
  /** The engine's own label where it tells voices apart; not a name. */
  readonly speaker?: string
}

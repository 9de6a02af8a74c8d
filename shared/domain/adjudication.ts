/** What a language model is asked about: one flag, or one stretch of the talk. */
export type AdjudicationKind = 'flag' | 'window'

/** A model's advice on one flag. It is shown after the reader's own verdict and changes nothing. */
export interface Opinion {
  readonly opinion: 'likely' | 'unlikely'
  /** At most 200 characters, without control characters. */
  readonly reason: string
  /** The moment of the recording it points at, within the lines it was given; null for none. */
  readonly quotedMs: number | null
}

/** What a model said of one window, and what of it was not to be believed. */
export interface WindowReading {
  readonly proposals: readonly Proposal[]
  /** Proposals dropped, each with why. */
  readonly dropped: readonly { readonly why: string; readonly what: string }[]
}

/** A stretch of one given line that may imply something no rule caught. */
export interface Proposal {
  readonly category: string
  /** Index of the line among those given, from 0. */
  readonly line: number
  /** UTF-16 offsets of the quote in that line, end exclusive. */
  readonly start: number
  readonly end: number
  readonly reason: string
}

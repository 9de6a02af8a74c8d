import type { Channel } from './channel.ts'

/** How the words were recognised: as written, folded (width, variants, fillers), by parts, by sound, or by an alias. */
export type MatchStage = 'exact' | 'soft' | 'parts' | 'sound'

/** How a category is detected and what a screen may say of it (law.md 1.5). */
export type Mode = 'assert' | 'verify' | 'context' | 'absence' | 'modifier'

/** 1 提示 … 5 红线 (law.md 0.4). */
export type Severity = 1 | 2 | 3 | 4 | 5

/** An article of one version of a law, as printed: `law` is the id in laws.yaml. */
export interface ArticleRef {
  readonly law: string
  readonly article: string
}

/** One place where one rule matched one text. Offsets are UTF-16 into the text as given, end exclusive. */
export interface Hit {
  readonly category: string
  readonly rule: string
  readonly start: number
  readonly end: number
  readonly text: string
  readonly severity: Severity
  readonly mode: Mode
  readonly stage: MatchStage
  readonly channel: Channel
  readonly articles: readonly ArticleRef[]
  /** Set when a person need not see it: the named exception or context, and the words that decided it. */
  readonly suppressed?: { readonly by: string; readonly reason: string }
  /** 更正: the same speaker took it back within 60 s; lowers the deduction, keeps the flag. */
  readonly corrected?: { readonly atMs: number; readonly text: string }
  /** The phrase in its normal form, the key under which repeats are merged. */
  readonly phrase: string
}

import type { ScreenBox } from './screen-text.ts'

/** Where an address, code or password (口令) was met. */
export type LinkSource = 'title' | 'danmaku' | 'screen' | 'code'

/** What an address leads to, told from its text alone. */
export type LinkKind =
  | 'same_platform'
  | 'other_platform'
  | 'official'
  | 'contact'
  | 'group'
  | 'payment'
  | 'short'
  | 'address'
  | 'app'
  | 'password'
  | 'unknown'

/** What the policy says of it: nothing to see, a lead of leaving the platform, or for a person to look at. */
export type LinkJudgement = 'allowed' | 'diversion' | 'open'

/** A link as resolved without the network: where its text leads, and what is odd about how it is written. */
export interface ResolvedLink {
  /** As found. */
  readonly text: string
  /** Host in ASCII, lower case; null for passwords and app addresses. */
  readonly host: string | null
  readonly kind: LinkKind
  /** Name of the platform or service, where it is known. */
  readonly name: string | null
  /** Ways of writing that hide where it leads, in words for people. */
  readonly tricks: readonly string[]
}

/** A link of one recording with the policy's judgement. */
export interface LinkFinding extends ResolvedLink {
  readonly source: LinkSource
  /** Which comment, caption or code (its `seq`); 0 for the title. */
  readonly sourceSeq: number
  readonly fromMs: number
  readonly toMs: number
  /** Written by the audience and not by the room's own people. */
  readonly audience: boolean
  readonly judgement: LinkJudgement
  /** Why, in a sentence for people. */
  readonly reason: string
  readonly box?: ScreenBox
}

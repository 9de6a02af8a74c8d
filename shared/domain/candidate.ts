import { z } from 'zod'

/**
 * What proposed it: a language model that read the talk, the tagger learned from labelled talk, or a rule whose hit
 * did not stand the second reading.
 */
export const CandidateSource = z.enum(['adjudicator', 'tagger', 'doubtful'])
export type CandidateSource = z.infer<typeof CandidateSource>

/** `open` until a person makes a flag of it (`promoted`) or says it is none (`dismissed`). */
export const CandidateState = z.enum(['open', 'promoted', 'dismissed'])
export type CandidateState = z.infer<typeof CandidateState>

export const candidateStateNames: Readonly<Record<CandidateState, string>> = {
  open: '待看',
  promoted: '已转为线索',
  dismissed: '不采纳',
}

export const candidateSourceNames: Readonly<Record<CandidateSource, string>> = {
  adjudicator: '模型通读',
  tagger: '学习标注',
  doubtful: '存疑命中',
}

/** The rule a flag names when no rule found it but a person took a candidate up. */
export function promotedRule(source: CandidateSource): string {
  return `candidate.${source}`
}

/** Whether a flag rests on a candidate alone. */
export function isPromoted({ rule }: { readonly rule: string }): boolean {
  return CandidateSource.options.some((source) => rule === promotedRule(source))
}

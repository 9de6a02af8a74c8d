import { type Folded, Gap } from './fold.ts'

/** Clause and sentence each folded unit stands in, as rising numbers. */
export interface Clauses {
  readonly clause: Int32Array
  readonly sentence: Int32Array
}

/**
 * Divides a text at its punctuation and, for run-on speech without any, before the words that open a clause (但是,
 * 家人们, 所以 …), whose places in folded units are given.
 */
export function divide({ gaps, length }: Folded, openers: Iterable<number>): Clauses {
  const opens = new Set(openers)
  const clause = new Int32Array(length + 1)
  const sentence = new Int32Array(length + 1)
  let c = 0
  let s = 0
  for (let i = 0; i < length; i++) {
    if (i > 0 && gaps[i] === Gap.sentence) {
      s++
      c++
    } else if (i > 0 && ((gaps[i] as number) >= Gap.clause || opens.has(i))) c++
    clause[i] = c
    sentence[i] = s
  }
  clause[length] = c
  sentence[length] = s
  return { clause, sentence }
}

import { type Folded, Gap } from './fold.ts'
import { scan, type Trie } from './match/trie.ts'

/** Clause and sentence each folded unit stands in, as rising numbers, and where each of them begins. */
export interface Clauses {
  readonly clause: Int32Array
  readonly sentence: Int32Array
  /** First unit of every clause and sentence, by number, and the length of the text after the last. */
  readonly clauseFrom: readonly number[]
  readonly sentenceFrom: readonly number[]
}

/** 了吧啊呢吗嘛 before 我你他她它咱这那大: in run-on speech a clause ends between them. */
const closers = new Set([...'了吧啊呢吗嘛呀哈'].map((char) => char.charCodeAt(0)))
const pronouns = new Set([...'我你他她它咱这那大您谁'].map((char) => char.charCodeAt(0)))

/**
 * Divides a text at its punctuation and, for run-on speech without any, before the words that open a clause (但是,
 * 家人们, 所以 …) and between a closing particle and a pronoun.
 */
export function divide({ gaps, units, length }: Folded, openers: Trie): Clauses {
  const opens = new Uint8Array(length + 1)
  scan(openers, units, length, (_, start) => {
    opens[start] = 1
  })
  const clause = new Int32Array(length + 1)
  const sentence = new Int32Array(length + 1)
  const clauseFrom = [0]
  const sentenceFrom = [0]
  for (let i = 0; i < length; i++) {
    const gap = gaps[i] as number
    const turns = closers.has(units[i - 1] as number) && pronouns.has(units[i] as number)
    if (i > 0 && gap === Gap.sentence) sentenceFrom.push(i)
    if (i > 0 && (gap >= Gap.line || opens[i] === 1 || turns)) clauseFrom.push(i)
    clause[i] = clauseFrom.length - 1
    sentence[i] = sentenceFrom.length - 1
  }
  clause[length] = clauseFrom.length - 1
  sentence[length] = sentenceFrom.length - 1
  return {
    clause,
    sentence,
    clauseFrom: [...clauseFrom, length],
    sentenceFrom: [...sentenceFrom, length],
  }
}

/** A stretch of folded units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Run-on speech may have no sentence end for minutes: what stands farther away is another sentence. */
const maxSentence = 150

/** The whole clauses or sentences a stretch stands in; a sentence at most `maxSentence` units to either side. */
export function around(clauses: Clauses, { start, end }: Span, unit: 'clause' | 'sentence'): Span {
  const from = unit === 'clause' ? clauses.clauseFrom : clauses.sentenceFrom
  const of = clauses[unit]
  return {
    start: Math.max(from[of[start] as number] as number, start - maxSentence),
    end: Math.min(from[(of[Math.max(start, end - 1)] as number) + 1] as number, end + maxSentence),
  }
}

/** Whether the sentence a stretch stands in asks something: a question mark after it, or 吗 in it. */
export function isQuestion(clauses: Clauses, folded: Folded, span: Span): boolean {
  const { start, end } = around(clauses, span, 'sentence')
  const last = folded.ends[end - 1] as number
  const next = end < folded.length ? (folded.starts[end] as number) : folded.source.length
  if (/[?？]/.test(folded.source.slice(last, Math.min(next, last + 20)))) return true
  return folded.units.subarray(start, end).includes('吗'.charCodeAt(0))
}

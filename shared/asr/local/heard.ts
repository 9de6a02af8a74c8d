import type { Heard, Word } from '../heard/answer.ts'
import { readHeard } from '../heard/answer.ts'
import type { Recognised } from './recogniser.ts'

/** A token of which only the start is known lasts to the next one, but no longer than a slow syllable. */
const longestTokenMs = 400

/** What the native engine recognised, in the shape of all engines. Tags, word pieces and byte tokens are made words. */
export function heardOf(recognised: Recognised, endMs: number): Heard {
  const { text, lang = '', event = '', ys_log_probs: logProbs } = recognised
  const music = /BGM|Applause|Laughter|Music/i.test(event)
  const language = lang.replace(/[<|>]/g, '')
  const words = wordsOf(recognised, endMs)
  const said = readHeard(`${music ? '<|BGM|>' : ''}${text}`)
  const first = words[0]
  const last = words.at(-1)
  const average = mean(logProbs)
  return {
    words,
    utterances: (said?.utterances ?? []).map((utterance) => ({
      ...utterance,
      ...(first && last && { startMs: first.startMs, endMs: last.endMs }),
      ...(language !== '' && { language }),
      ...(average !== undefined && { quality: { avgLogprob: average } }),
    })),
  }
}

function wordsOf(
  { tokens = [], timestamps = [], durations = [] }: Recognised,
  endMs: number,
): Word[] {
  // Some exports time nothing, or only some tokens: then there are no words, only a text.
  if (timestamps.length !== tokens.length) return []
  const starts = timestamps.map((at) => Math.min(endMs, at * 1000))
  return tokens.flatMap((token, i) => {
    const text = token.replace(/^▁|@@$|<\|[^|<>]*\|>|<[^<>]{1,10}>/g, '').trim()
    const startMs = starts[i]
    if (text === '' || startMs === undefined) return []
    const known = durations[i]
    const next = Math.min(starts[i + 1] ?? endMs, startMs + longestTokenMs, endMs)
    const end = known ? Math.min(endMs, startMs + known * 1000) : Math.max(startMs, next)
    return [{ text, startMs, endMs: end }]
  })
}

function mean(values: readonly number[] | undefined): number | undefined {
  if (!values || values.length === 0) return undefined
  return values.reduce((a, b) => a + b, 0) / values.length
}

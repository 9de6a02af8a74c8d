import type { Sentence } from '#shared/domain/sentence.ts'

/** A comment has no length of its own; this much of the recording shows it. */
export const commentMs = 3000

/**
 * When a phrase was said, from its place in the sentence: by the engine's own times where it gives them, otherwise
 * evenly spread over the sentence. `start` and `end` are UTF-16 offsets, end exclusive.
 */
export function phraseTime(
  sentence: Pick<Sentence, 'startMs' | 'endMs' | 'text'> & {
    readonly charMs?: readonly number[] | null
  },
  start: number,
  end: number,
): { startMs: number; endMs: number } {
  const { startMs, endMs, text, charMs } = sentence
  const spread = (at: number) => startMs + ((endMs - startMs) * at) / Math.max(1, text.length)
  const from = charMs?.[start] ?? spread(start)
  const to = charMs?.[end] ?? (charMs ? endMs : spread(end))
  return { startMs: Math.round(from), endMs: Math.round(Math.max(from, Math.min(to, endMs))) }
}

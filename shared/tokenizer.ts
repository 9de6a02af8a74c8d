import { createRequire } from 'node:module'
import type { Tokenizer } from '#shared/text/edges.ts'

/**
 * nodejieba behind our own type. Its dictionary takes a second and 250 MB on the first cut, so it is opened when a text
 * first needs it. Words are cut without guessing new ones; the lexicon is never inserted, or the segmenter would only
 * confirm what the lexicon says.
 */
export function openTokenizer(): Tokenizer {
  let cut: ((text: string) => string[]) | undefined
  return (text) => {
    if (!cut) {
      const jieba = createRequire(import.meta.url)('nodejieba') as {
        cut(text: string, strict?: boolean): string[]
      }
      cut = (given) => jieba.cut(given)
    }
    const tokens = cut(text)
    // Lone surrogates come back as U+FFFD, same length: only lengths are used, and they must add up.
    const total = tokens.reduce((sum, token) => sum + token.length, 0)
    return total === text.length ? tokens : [...text]
  }
}

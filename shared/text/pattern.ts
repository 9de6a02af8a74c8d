/** One part of a pattern: a set of words, a number, or a stretch of anything. */
export type Part =
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly optional: boolean }
  | { readonly kind: 'number'; readonly optional: boolean }
  | { readonly kind: 'gap'; readonly max: number; readonly sentence: boolean }

/** Units that `…` may skip; people put about this much between two words that belong together. */
const shortGap = 6
/** Adjacent words are multiplied out up to this many, for longer words are safer to match. */
const maxProduct = 4000

export class PatternError extends Error {
  override readonly name = 'PatternError'
}

/**
 * Parses the pattern language of lexicons/README.md: plain text, `{概念}`, `(甲|乙)`, `(甲|乙)?`, `…`, `…12`, `……`, `#`.
 * Throws PatternError with a sentence for the lexicon owner.
 */
export function parsePattern(
  text: string,
  concept: (name: string) => readonly string[] | undefined,
): Part[] {
  const parts: Part[] = []
  let at = 0
  const until = (close: string) => {
    const end = text.indexOf(close, at)
    if (end < 0) throw new PatternError(`“${text}”缺少 ${close}`)
    const inner = text.slice(at + 1, end)
    at = end + 1
    return inner
  }
  const optional = () => {
    if (text[at] !== '?') return false
    at++
    return true
  }
  while (at < text.length) {
    const char = text[at] as string
    if (char === '{') {
      const words = until('}')
        .split('|')
        .flatMap((name) => {
          const found = concept(name.trim())
          if (!found) throw new PatternError(`“${text}”用了没有定义的概念 {${name.trim()}}`)
          return found
        })
      parts.push({ kind: 'words', words, optional: optional() })
    } else if (char === '(') {
      const words = until(')')
        .split('|')
        .flatMap((word) => expand(word.trim(), text, concept))
      parts.push({ kind: 'words', words, optional: optional() })
    } else if (char === '#') {
      at++
      parts.push({ kind: 'number', optional: optional() })
    } else if (char === '…') {
      at++
      const sentence = text[at] === '…'
      if (sentence) at++
      const digits = /^\d+/.exec(text.slice(at))?.[0] ?? ''
      at += digits.length
      const max = digits ? Number(digits) : sentence ? 60 : shortGap
      parts.push({ kind: 'gap', max, sentence })
    } else if (/[)}|]/.test(char)) throw new PatternError(`“${text}”多了一个 ${char}`)
    else {
      const plain = /^[^{}()|#…]+/.exec(text.slice(at))?.[0] ?? ''
      at += plain.length
      if (plain.trim()) parts.push({ kind: 'words', words: [plain.trim()], optional: false })
    }
  }
  const joined = join(parts)
  if (!joined.some(({ kind }) => kind === 'words'))
    throw new PatternError(`“${text}”里没有要找的词`)
  return joined
}

/** A word inside `(…)` may hold one concept: `(治|{缓解词})`. */
function expand(
  word: string,
  pattern: string,
  concept: (name: string) => readonly string[] | undefined,
): readonly string[] {
  const match = /^(.*)\{(.+)\}(.*)$/.exec(word)
  if (!match) return [word]
  const [, before = '', name = '', after = ''] = match
  const found = concept(name)
  if (!found) throw new PatternError(`“${pattern}”用了没有定义的概念 {${name}}`)
  return found.map((inner) => `${before}${inner}${after}`)
}

/** Multiplies adjacent words out, so that 最(好|强) is the words 最好 and 最强. Optional ones count as the empty word. */
function join(parts: readonly Part[]): Part[] {
  const out: Part[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (part.kind !== 'words' || last?.kind !== 'words') {
      out.push(part)
      continue
    }
    const left = last.optional ? ['', ...last.words] : last.words
    const right = part.optional ? ['', ...part.words] : part.words
    if (left.length * right.length > maxProduct) out.push(part)
    else {
      const words = [...new Set(left.flatMap((a) => right.map((b) => a + b)))]
      const optional = words.includes('')
      out[out.length - 1] = { kind: 'words', words: words.filter(Boolean), optional }
    }
  }
  return out
}

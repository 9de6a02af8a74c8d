import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'

/**
 * Looks concepts up together with those they include. Throws `invalid` when one includes itself or one that is not
 * there.
 */
export function conceptsOf(concepts: LexiconSource['concepts']) {
  const resolved = new Map<string, readonly string[]>()
  const resolve = (name: string, above: readonly string[]): readonly string[] | undefined => {
    const known = resolved.get(name)
    if (known) return known
    const concept = Object.hasOwn(concepts, name) ? concepts[name] : undefined
    if (!concept) return undefined
    if (above.includes(name))
      throw new AppError('invalid', `概念 {${name}} 包含了它自己，请改 concepts.yaml 的 include。`)
    const { words, include = [] } = Array.isArray(concept) ? { words: concept } : concept
    const inner = include.flatMap((other) => {
      const found = resolve(other, [...above, name])
      if (!found)
        throw new AppError('invalid', `概念 {${name}} 的 include 里，{${other}} 没有定义。`)
      return found
    })
    const all = [...new Set([...words, ...inner])]
    resolved.set(name, all)
    return all
  }
  return (name: string) => resolve(name, [])
}

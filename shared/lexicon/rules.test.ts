import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compileLexicon } from '#shared/text/compile.ts'
import { failedExamples } from '#shared/text/examples.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { loadLexicon, versionOf } from './load.ts'

const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
const lexicon = compileLexicon(source, versionOf(source))
const failed = failedExamples(lexicon, openTokenizer())

for (const { category, rules, absent = [] } of source.rules)
  describe(category, () => {
    test.each([...rules, ...absent])('$id flags and spares its own sentences', ({ id }) => {
      const wrong = failed.filter(({ rule }) => rule === id)
      expect(wrong.map(({ wanted, example }) => `${wanted}: ${example.text}`)).toEqual([])
    })
  })

test('every exception applies somewhere', () => {
  const named = new Set(source.rules.flatMap(({ rules }) => rules.flatMap(({ except }) => except)))
  const idle = source.exceptions.filter(({ id, always }) => !always && !named.has(id))
  expect(idle.map(({ id }) => id)).toEqual([])
})

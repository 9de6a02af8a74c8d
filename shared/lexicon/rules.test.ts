import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compileLexicon, type Lexicon } from '#shared/text/compile.ts'
import { failedExamples } from '#shared/text/examples.ts'
import { makeGround } from '#shared/text/learned/features.ts'
import { readAgain, rulesLearnedBeside } from '#shared/text/learned/second-reading.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { loadLexicon, versionOf } from './load.ts'
import { loadTagger } from './tagger.ts'

const dir = fileURLToPath(new URL('../../lexicons', import.meta.url))
const { source } = await loadLexicon(dir)
const bare = compileLexicon(source, versionOf(source))
const tokenizer = openTokenizer()
const { model } = await loadTagger(dir)
const ground = makeGround(bare, model.kindsOf, tokenizer)
const known = rulesLearnedBeside(bare, model)
const lexicon: Lexicon = {
  ...bare,
  secondReading: (utterance, found) => readAgain(ground, model, known, utterance, found),
}
const failed = failedExamples(lexicon, tokenizer)

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

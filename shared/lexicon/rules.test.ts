import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Example } from '#shared/domain/lexicon.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { detect } from '#shared/text/detect.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { loadLexicon, versionOf } from './load.ts'

const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
const lexicon = compileLexicon(source, versionOf(source))
const tokenizer = openTokenizer()

const kept = (example: Example, category: string) =>
  detect(lexicon, { ...example, channel: example.channel ?? 'speech' }, tokenizer).filter(
    (hit) => !hit.suppressed && hit.category === category,
  )

for (const { category, rules } of source.rules)
  describe(category, () => {
    for (const rule of rules) {
      test.each(rule.examples.match)(`${rule.id} 应命中:$text`, (example) => {
        expect(kept(example, category)).not.toEqual([])
      })
      test.each(rule.examples.clean)(`${rule.id} 不应命中:$text`, (example) => {
        expect(kept(example, category).filter((hit) => hit.rule === rule.id)).toEqual([])
      })
    }
  })

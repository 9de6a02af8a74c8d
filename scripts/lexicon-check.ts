/** npx tsx scripts/lexicon-check.ts [CATEGORY] [--dir lexicons]: every rule's own sentences, those that fail explained. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { judgementText } from '../services/commands/explain-words.ts'
import { openTagger, readTwice } from '../services/detect/tagger.ts'
import { AppError } from '../shared/errors.ts'
import { loadLexicon, versionOf } from '../shared/lexicon/load.ts'
import { compileLexicon } from '../shared/text/compile.ts'
import { failedExamples } from '../shared/text/examples.ts'
import { explain } from '../shared/text/explain.ts'
import { openTokenizer } from '../shared/tokenizer.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dir: { type: 'string' },
  },
})

try {
  const dir = values.dir ?? fileURLToPath(new URL('../lexicons', import.meta.url))
  const { source, placeOf } = await loadLexicon(dir)
  const tokenizer = openTokenizer()
  const lexicon = readTwice(compileLexicon(source, versionOf(source)), await openTagger(tokenizer))
  const [only] = positionals
  const failed = failedExamples(lexicon, tokenizer, only)
  for (const { rule, wanted, example } of failed) {
    const should = wanted === 'match' ? '应命中而没有' : '不应命中而命中了'
    console.log(`${placeOf(rule, example.text)} ${rule} ${should}：${example.text}`)
    const utterance = { ...example, channel: example.channel ?? ('speech' as const) }
    const explained = explain(lexicon, utterance, tokenizer)
    // What became of this rule, and what others made hits; not every rule that shares a word.
    const telling = explained.rules.filter((it) => it.rule === rule || it.outcome !== 'words')
    console.log(judgementText({ ...explained, rules: telling }))
    if (!explained.rules.some((it) => it.rule === rule))
      console.log(`  ${rule} 的写法里没有一个两字以上的词出现在这句话里。`)
  }
  const checked = source.rules.filter(({ category }) => !only || category === only)
  const count = checked.flatMap(({ rules }) =>
    rules.flatMap(({ examples }) => [...examples.match, ...examples.clean]),
  ).length
  console.log(`${count} 句例句，${failed.length} 句不对。`)
  if (failed.length > 0) process.exitCode = 1
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

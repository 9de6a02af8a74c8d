/** npm run train [-- --verdicts FILE] [--database] [--out FILE]: learns the tagger that proposes candidates where rules are silent. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadCategoryMap } from '../services/detect/eval/run.ts'
import { Labelled } from '../services/detect/eval/score.ts'
import {
  JudgedQuote,
  keepApart,
  labelledAsTaught,
  train,
  verdictAsTaught,
} from '../services/detect/learned/train.ts'
import { loadConfig } from '../shared/config/env.ts'
import { openDb } from '../shared/db/client.ts'
import { judgedQuotes } from '../shared/db/verdicts.ts'
import { loadLexicon, versionOf } from '../shared/lexicon/load.ts'
import { taggerFile } from '../shared/lexicon/tagger.ts'
import { compileLexicon } from '../shared/text/compile.ts'
import { encodeModel, sizesOf } from '../shared/text/learned/model-file.ts'
import { openTokenizer } from '../shared/tokenizer.ts'

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const { values } = parseArgs({
  options: {
    verdicts: { type: 'string' },
    database: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root('lexicons'), taggerFile) },
  },
})
const rowsOf = async (file: string) =>
  (await readFile(file, 'utf8')).split('\n').filter((row) => row.trim() !== '')

const labelled = async (name: string) =>
  (await rowsOf(root(`services/detect/eval/${name}`))).map((row) => Labelled.parse(JSON.parse(row)))

const sentences = await labelled('writing.jsonl')
keepApart(sentences, await labelled('measured.jsonl'))
const quotes = values.verdicts
  ? (await rowsOf(values.verdicts)).map((row) => JudgedQuote.parse(JSON.parse(row)))
  : []
if (values.database) {
  const { db, close } = await openDb(loadConfig(process.env).DATABASE_URL)
  for (const row of await judgedQuotes(db)) quotes.push(JudgedQuote.parse(row))
  await close()
}
const map = await loadCategoryMap()
const { source } = await loadLexicon(root('lexicons'))
const taught = [
  ...sentences.map(labelledAsTaught),
  ...quotes.map((quote) => verdictAsTaught(quote, map)),
]
const { model, heldOut, hits } = train(
  compileLexicon(source, versionOf(source)),
  openTokenizer(),
  map,
  taught,
)
const bytes = encodeModel(model)
const sizes = sizesOf(model)
await writeFile(values.out, bytes)
const shown = heldOut.filter(({ score }) => score >= model.threshold)
const line = (title: string, some: typeof shown) =>
  console.log(`${title}: ${some.filter(({ right }) => right).length} of ${some.length} right`)
console.log(`learned from ${sentences.length} sentences and ${quotes.length} verdicts`)
line(`held-out finds at ${model.threshold} and above`, shown)
line(
  'of these where rules are silent',
  shown.filter(({ silent }) => silent),
)
for (const [title, right] of [
  ['right', true],
  ['wrong', false],
] as const) {
  const some = hits.filter((hit) => !hit.likely && hit.right === right)
  const taken = some.filter(({ takenBack }) => takenBack).length
  console.log(`held-out hits of rules that are ${title}: ${taken} of ${some.length} taken back`)
}
const likely = hits.filter((hit) => hit.likely)
console.log(
  `held-out hits of rules whose words alone say nothing: ${likely.filter(({ right }) => right).length} of ${likely.length} right`,
)
console.log(
  `${sizes.features} features, ${sizes.weights} weights, ${bytes.length} bytes → ${values.out}`,
)

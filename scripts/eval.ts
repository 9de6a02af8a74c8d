/** npm run eval [FILE] [--wrong N] [--category ID]: how well the lexicon does on labelled sentences. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  type CategoryMap,
  type Judged,
  judgeLine,
  Labelled,
  recallBy,
  totals,
} from '../services/detect/eval/score.ts'
import { loadLexicon, versionOf } from '../shared/lexicon/load.ts'
import { compileLexicon } from '../shared/text/compile.ts'
import { detect } from '../shared/text/detect.ts'
import { openTokenizer } from '../shared/tokenizer.ts'

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { wrong: { type: 'string', default: '40' }, category: { type: 'string' } },
})
const evalDir = 'services/detect/eval'
const files =
  positionals.length > 0
    ? positionals
    : [`${evalDir}/dev.jsonl`, `${evalDir}/held-out.jsonl`].map(root)
const map = JSON.parse(readFileSync(root(`${evalDir}/categories-map.json`), 'utf8')) as CategoryMap
const { source } = await loadLexicon(root('lexicons'))
const lexicon = compileLexicon(source, versionOf(source))
const tokenizer = openTokenizer()
const percent = (value: number) => `${(value * 100).toFixed(1)} %`

for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const judged = lines.map((text): Judged => {
    const line = Labelled.parse(JSON.parse(text))
    return judgeLine(
      line,
      detect(lexicon, line, tokenizer).filter((hit) => !hit.suppressed),
      map,
    )
  })
  const t = totals(judged)
  console.log(`\n${file}: ${t.lines} lines, ${t.labels} labels`)
  console.log(
    `right reason: precision ${percent(t.precision)}  recall ${percent(t.recall)}  F1 ${t.f1.toFixed(3)}`,
  )
  console.log(
    `line: precision ${percent(t.linePrecision)}  recall ${percent(t.lineRecall)}  hard lawful flagged ${percent(t.hardLawfulFlagged)} of ${t.hardLawful}`,
  )
  for (const [title, key] of [
    ['difficulty', (line: Labelled) => line.hard],
    ['category', (_: Labelled, label: Labelled['labels'][number]) => label.category],
  ] as const) {
    const rows = [...recallBy(judged, key)].sort((a, b) => b[1].of - a[1].of)
    console.log(`recall by ${title}: ${rows.map(([k, v]) => `${k} ${v.found}/${v.of}`).join('  ')}`)
  }
  const bad = judged.filter(
    ({ wrong, missed }) =>
      wrong.some((hit) => !values.category || hit.category === values.category) ||
      missed.some((label) => !values.category || label.category === values.category),
  )
  for (const { line, wrong, missed } of bad.slice(0, Number(values.wrong))) {
    console.log(`\n${line.id} [${line.channel} ${line.goods ?? ''} ${line.hard}] ${line.text}`)
    for (const hit of wrong)
      console.log(`   wrong  ${hit.category} ${hit.rule} “${hit.text}” (${hit.stage})`)
    for (const label of missed) console.log(`   missed ${label.category} “${label.span}”`)
  }
  if (bad.length > Number(values.wrong))
    console.log(`\n… and ${bad.length - Number(values.wrong)} more lines`)
}

/** npx tsx scripts/eval.ts [FILE…] [--wrong N] [--category ID]: how well the lexicon does on labelled sentences. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  type EvaluatedLine,
  loadCategoryMap,
  rulesAlone,
  runEval,
} from '../services/detect/eval/run.ts'
import { gain, type Labelled, recallBy, together, totals } from '../services/detect/eval/score.ts'
import { makeTagger, readTwice } from '../services/detect/tagger.ts'
import { loadLexicon, versionOf } from '../shared/lexicon/load.ts'
import { loadTagger } from '../shared/lexicon/tagger.ts'
import { compileLexicon } from '../shared/text/compile.ts'
import type { FoundHit } from '../shared/text/detect.ts'
import { secondReading } from '../shared/text/learned/second-reading.ts'
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
    : [`${evalDir}/writing.jsonl`, `${evalDir}/measured.jsonl`].map(root)
const { source } = await loadLexicon(root('lexicons'))
const tokenizer = openTokenizer()
tokenizer('加载词典')
const tagger = makeTagger(await loadTagger(root('lexicons')), tokenizer)
const lexicon = readTwice(compileLexicon(source, versionOf(source)), tagger)
const map = await loadCategoryMap()
const percent = (value: number) => `${(value * 100).toFixed(1)} %`

for (const file of files) {
  const before = process.cpuUsage()
  const judged = await runEval(file, lexicon, tokenizer, (line, hits) =>
    tagger.propose(lexicon, line, hits),
  )
  const ms = process.cpuUsage(before).user / 1000
  const t = totals(judged)
  console.log(`\n${file}: ${t.lines} lines, ${t.labels} labels, ${ms.toFixed(0)} ms CPU`)
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
  const alone = judged.map((line) => rulesAlone(line, map, lexicon))
  const a = totals(alone)
  const isDoubtful = (hit: FoundHit) => hit.suppressed?.by === secondReading
  const sums = { wrong: 0, right: 0, wrongBack: 0, rightBack: 0 }
  for (const { right, wrong } of alone) {
    sums.wrong += wrong.length
    sums.right += right.length
    sums.wrongBack += wrong.filter(isDoubtful).length
    sums.rightBack += right.filter(isDoubtful).length
  }
  console.log(
    `before the second reading: precision ${percent(a.precision)}  recall ${percent(a.recall)}  F1 ${a.f1.toFixed(3)}  line precision ${percent(a.linePrecision)}; it took back ${sums.wrongBack} of ${sums.wrong} wrong hits, ${sums.rightBack} of ${sums.right} right ones`,
  )
  const topics = { right: 0, wrong: 0 }
  for (const line of judged)
    for (const side of ['right', 'wrong'] as const)
      topics[side] += line[side].filter(({ rule }) => lexicon.likely.has(rule)).length
  console.log(
    `rules that name a topic and leave the sentence to the second reading: ${topics.right} of ${topics.right + topics.wrong} hits right`,
  )
  const added = gain(judged)
  console.log(
    `candidates where rules are silent: ${added.candidates}, precision ${percent(added.precision)}, labels they alone find ${added.added}, recall +${percent(added.recall)}`,
  )
  const all = totals(together(judged))
  console.log(
    `with candidates: precision ${percent(all.precision)}  recall ${percent(all.recall)}  F1 ${all.f1.toFixed(3)}  line precision ${percent(all.linePrecision)}  hard lawful flagged ${percent(all.hardLawfulFlagged)}`,
  )
  // Whoever writes rules must not see the sentences that only measure, or they would measure no longer.
  if (!file.endsWith('measured.jsonl')) printWrong(judged)
}

/** The lines that did not come out as labelled, each with what was wrong, what was missed and what took it away. */
function printWrong(judged: readonly EvaluatedLine[]) {
  const wanted = (category: string) => !values.category || category === values.category
  const bad = judged.filter(
    ({ wrong, missed }) =>
      wrong.some((hit) => wanted(hit.category)) || missed.some((label) => wanted(label.category)),
  )
  for (const { line, wrong, missed, suppressed } of bad.slice(0, Number(values.wrong))) {
    console.log(`\n${line.id} [${line.channel} ${line.goods ?? ''} ${line.hard}] ${line.text}`)
    for (const hit of wrong)
      console.log(`   wrong  ${hit.category} ${hit.rule} “${hit.text}” (${hit.stage})`)
    for (const label of missed) {
      console.log(`   missed ${label.category} “${label.span}”`)
      for (const hit of suppressed)
        console.log(
          `     suppressed ${hit.rule} “${hit.text}” ${hit.suppressed?.by} ${hit.suppressed?.reason}`,
        )
    }
  }
  if (bad.length > Number(values.wrong))
    console.log(`\n… and ${bad.length - Number(values.wrong)} more lines`)
}

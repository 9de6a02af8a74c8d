/**
 * npx tsx scripts/lexicon-check.ts [CATEGORY] [--dir lexicons]           every rule's own sentences
 * npx tsx scripts/lexicon-check.ts --text 句子 [--goods G] [--channel C] [--at DATE]    one sentence, step by step
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Channel, Goods } from '../shared/domain/channel.ts'
import { AppError } from '../shared/errors.ts'
import { loadLexicon, versionOf } from '../shared/lexicon/load.ts'
import { compileLexicon, type Lexicon } from '../shared/text/compile.ts'
import type { Utterance } from '../shared/text/detect.ts'
import type { Tokenizer } from '../shared/text/edges.ts'
import { failedExamples } from '../shared/text/examples.ts'
import { explain } from '../shared/text/explain.ts'
import { openTokenizer } from '../shared/tokenizer.ts'

const outcomes = {
  kept: '命中',
  suppressed: '语境排除',
  outranked: '让位给更长更确切的命中',
  unmet: '附近条件不符（with / without）',
  hindered: '不适用',
  words: '只有部分词',
} as const
const hindrances: Record<string, string> = {
  channel: '渠道不符',
  goods: '商品不符',
  room: '直播间类型不符',
  day: '不在日期内',
}

function describe(lexicon: Lexicon, utterance: Utterance, tokenizer: Tokenizer, all: boolean) {
  const { views, rules } = explain(lexicon, utterance, tokenizer)
  const lines = views.map(
    ({ clauses, tokens }) => `  分句 ${clauses.join(' | ')}  分词 ${tokens.join('/')}`,
  )
  for (const { rule, outcome, because, matched, words } of rules) {
    const parts = [...new Set(words.map(({ word }) => word))].filter(({ length }) => length > 1)
    if (outcome === 'words' && (!all || parts.length === 0)) continue
    const found = matched ?? parts.join('、')
    const why = because ? `（${hindrances[because] ?? because}）` : ''
    lines.push(`  ${outcomes[outcome]}  ${rule}  “${found}”${why}`)
  }
  return lines.join('\n')
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dir: { type: 'string' },
    text: { type: 'string' },
    goods: { type: 'string' },
    channel: { type: 'string', default: 'speech' },
    at: { type: 'string' },
  },
})

try {
  const dir = values.dir ?? fileURLToPath(new URL('../lexicons', import.meta.url))
  const { source } = await loadLexicon(dir)
  const lexicon = compileLexicon(source, versionOf(source))
  const tokenizer = openTokenizer()
  if (values.text !== undefined) {
    const utterance: Utterance = {
      text: values.text,
      channel: Channel.parse(values.channel),
      goods: values.goods ? Goods.parse(values.goods) : undefined,
      at: values.at ? new Date(values.at) : undefined,
    }
    console.log(describe(lexicon, utterance, tokenizer, true))
  } else {
    const [only] = positionals
    const failed = failedExamples(lexicon, tokenizer, only)
    for (const { rule, wanted, example } of failed) {
      console.log(`${rule} ${wanted === 'match' ? '应命中' : '不应命中'}：${example.text}`)
      const utterance = { ...example, channel: example.channel ?? ('speech' as const) }
      console.log(describe(lexicon, utterance, tokenizer, false))
    }
    const checked = source.rules.filter(({ category }) => !only || category === only)
    const count = checked.flatMap(({ rules }) =>
      rules.flatMap(({ examples }) => [...examples.match, ...examples.clean]),
    ).length
    console.log(`${count} 句例句，${failed.length} 句不对。`)
    if (failed.length > 0) process.exitCode = 1
  }
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Mint } from 'mint-filter'
import { pairOf, type Version } from '../../services/backtest/pair.ts'
import { planBacktest } from '../../services/backtest/plan.ts'
import { runBacktest } from '../../services/backtest/run.ts'
import { openDb } from '../../shared/db/client.ts'
import { bringLexicon } from '../../shared/db/lexicons.ts'
import type { LexiconSource } from '../../shared/domain/lexicon.ts'
import { loadLexicon, versionOf } from '../../shared/lexicon/load.ts'
import { startPostgres } from '../../shared/testing/services.ts'
import { charsPerBroadcast, fillDatabase, talkPool } from './backtest-data.ts'
import { inTurn, rate, spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'
import { makeLexicon } from './words.ts'

/** Thirty days of 200 rooms, four hours a day. */
const monthChars = 360e6
const usualChars = 12e6

/**
 * A draft against the shipped lexicon over stored words in a PostgreSQL of its own, reading included. `--full` stores
 * and judges the whole month, `--chars=N` another size. Wall-clock figures: other programs share the processors.
 */
export async function benchBacktest(options: readonly string[]): Promise<void> {
  const full = options.includes('--full')
  const asked = options.find((one) => one.startsWith('--chars='))?.slice('--chars='.length)
  const wanted = full ? monthChars : asked === undefined ? usualChars : Number(asked)
  const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
  plainSpeeds(source)
  const now = new Date()
  const postgres = await startPostgres()
  try {
    const began = performance.now()
    const chars = await fillDatabase(postgres.url, Math.ceil(wanted / charsPerBroadcast), now)
    const filledIn = (performance.now() - began) / 1000
    console.log(`\nStored ${(chars / 1e6).toFixed(1)} M characters in ${filledIn.toFixed(0)} s.`)
    const rows: Cell[][] = []
    // The whole month once is enough; the other drafts are for the usual size.
    for (const [name, draft] of draftsOf(source).slice(0, full ? 1 : undefined))
      rows.push([name, ...(await timed(postgres.url, source, draft, chars, now))])
    printTable(
      `Backtest on ${availableParallelism()} processors, database included`,
      [
        'draft',
        's',
        'of these to start',
        'CPU s',
        'M chars/s',
        'min for 360 M',
        'texts judged, %',
        'new',
        'lost',
        'moved',
        'flags ±',
      ],
      rows,
    )
  } finally {
    await postgres.stop()
  }
}

/** What a lexicon owner does on a day, from a rule or two to something that every rule rests on. */
function draftsOf(source: LexiconSource): [string, LexiconSource][] {
  const edited = (change: (draft: Draft) => void) => {
    const draft = structuredClone(source) as Draft
    change(draft)
    return draft
  }
  const addRules = ({ rules }: Draft) => {
    const [first] = rules[0]?.rules ?? []
    if (!first) throw new Error('the shipped lexicon has rules')
    rules[0]?.rules.push({
      ...first,
      id: 'bench.new',
      match: ['(家人们|姐妹们)…8{最低}', '独一无二'],
    })
    for (const rule of rules[1]?.rules.slice(0, 2) ?? []) rule.match.push('以实物为准')
  }
  const widest = Object.entries(source.concepts).sort(
    ([a], [b]) => uses(source, b) - uses(source, a),
  )[0]?.[0]
  return [
    ['one new rule, two changed', edited(addRules)],
    [
      `a word more in {${widest}}`,
      edited(({ concepts }) => {
        const concept = concepts[widest ?? '']
        if (Array.isArray(concept)) concept.push('左下角')
        else concept?.words.push('左下角')
      }),
    ],
    [
      'an exception of every rule narrower',
      edited(({ exceptions }) => {
        const always = exceptions.find((one) => one.always && one.where === 'before')
        if (always) always.within = Math.max(0, always.within - 2)
      }),
    ],
  ]
}

type Draft = {
  -readonly [K in keyof LexiconSource]: LexiconSource[K] extends readonly (infer T)[]
    ? T[]
    : LexiconSource[K]
}

const uses = ({ rules }: LexiconSource, concept: string) =>
  rules.flatMap((file) => file.rules).filter(({ match }) => match.join().includes(`{${concept}}`))
    .length

async function timed(
  url: string,
  published: LexiconSource,
  draft: LexiconSource,
  chars: number,
  now: Date,
): Promise<Cell[]> {
  const { db, close } = await openDb(url)
  try {
    const facts = { version: versionOf(published), author: '系统自带', reason: 'bench' }
    await bringLexicon(db, { ...facts, source: published }, now)
    const planned = await planBacktest(db, { region: 'zhoushan' }, { draft, days: 60 }, now)
    const marks: { readonly done: number; readonly at: number }[] = []
    const run = await spent(() =>
      runBacktest(planned.backtest.id, planned.before, planned.after, {
        db,
        databaseUrl: url,
        now: () => now,
        signal: new AbortController().signal,
        onProgress: ({ done }) => marks.push({ done, at: performance.now() }),
      }),
    )
    const { all, texts, judged, chars: read } = run.value
    if (read !== chars) throw new Error(`${read} of ${chars} characters were read`)
    // Threads start and compile both lexicons before the first parts are done; a month does so once too.
    const [begun] = marks
    const first = marks[availableParallelism()] ?? begun
    const last = marks.at(-1)
    if (!begun || !first || !last) throw new Error('no part was done')
    const start = (first.at - begun.at) / 1000
    const speed = (chars * (last.done - first.done)) / last.done / ((last.at - first.at) / 1000)
    return [
      ...[run.wall, start, run.own, speed / 1e6, (start + monthChars / speed) / 60],
      ...[(judged / texts) * 100, all.new, all.lost, all.moved, all.flagsAdded - all.flagsGone],
    ]
  } finally {
    await close()
  }
}

/** CPU speed of one thread over the same sentences: what only finds words, beside what tells which texts can differ. */
function plainSpeeds(source: LexiconSource): void {
  const { sentences } = talkPool()
  const texts = sentences.slice(0, 20_000)
  const entries = makeLexicon(10_000)
  const mint = new Mint(entries)
  const [, draft] = draftsOf(source)[0] ?? []
  const version = (of: LexiconSource): Version => ({ version: versionOf(of), source: of })
  const pair = pairOf(version(source), version(draft ?? source))
  const methods: readonly [string, (text: string) => unknown][] = [
    [
      'String.includes, 1,000 words',
      (text) => entries.slice(0, 1000).some((one) => text.includes(one)),
    ],
    ['mint-filter, 10,000 words', (text) => mint.filter(text, { replace: false }).words.length],
    ['can the draft differ here? evasions included', (text) => pair.mayDiffer(text)],
  ]
  const rows = methods.map(([name, find]): Cell[] => [
    name,
    rate(
      inTurn(texts, (text) => {
        find(text)
        return text.length
      }),
    ) / 1e6,
  ])
  printTable('One thread, words in memory', ['method', 'M chars/CPU s'], rows)
}

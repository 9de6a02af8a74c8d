import { AhoCorasick } from '@monyone/aho-corasick'
import { AhoCorasick as FastAhoCorasick } from '@monyone/aho-corasick/fast'
import { Mint } from 'mint-filter'
import { Desk, fold, makeFoldTable } from '../../shared/text/fold.ts'
import { buildTrie, scan } from '../../shared/text/match/trie.ts'
import { inTurn, rate, spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'
import { makeLexicon, makeTexts } from './words.ts'

interface Matcher {
  /** Matches a text and tells how many things it found. */
  count(text: string): number
  /** The entries found, each occurrence for itself if the engine tells them apart. */
  find(text: string): readonly string[]
}

interface Engine {
  readonly name: string
  /** Tells only which entries occur, not how often or where. */
  readonly setOnly?: boolean
  build(entries: readonly string[]): Matcher
}

const engines: readonly Engine[] = [
  { name: 'trie', build: (entries) => trie(entries, textUnits()) },
  { name: 'trie after folding', build: (entries) => trie(entries, foldedUnits()) },
  {
    name: 'mint-filter',
    setOnly: true,
    build(entries) {
      const mint = new Mint([...entries])
      const find = (text: string) => mint.filter(text, { replace: false }).words
      return { find, count: (text) => find(text).length }
    },
  },
  { name: '@monyone/aho-corasick', build: (entries) => monyone(new AhoCorasick([...entries])) },
  {
    name: '@monyone/aho-corasick/fast',
    build: (entries) => monyone(new FastAhoCorasick([...entries])),
  },
  {
    name: 'includes, entry by entry',
    setOnly: true,
    build(entries) {
      const find = (text: string) => entries.filter((entry) => text.includes(entry))
      return { find, count: (text) => find(text).length }
    },
  },
]

type ToUnits = (text: string) => { readonly units: Uint16Array; readonly length: number }

/** The text's own units in one buffer that is used again. */
function textUnits(): ToUnits {
  let buffer = new Uint16Array(16_384)
  return (text) => {
    if (text.length > buffer.length) buffer = new Uint16Array(text.length)
    for (let i = 0; i < text.length; i++) buffer[i] = text.charCodeAt(i)
    return { units: buffer, length: text.length }
  }
}

/** As the detector folds: at one desk. */
function foldedUnits(): ToUnits {
  const table = makeFoldTable([], {})
  const desk = new Desk()
  return (text) => fold(text, table, false, desk)
}

function trie(entries: readonly string[], toUnits: ToUnits): Matcher {
  const built = buildTrie(entries)
  let found = 0
  const tally = () => {
    found++
  }
  return {
    count(text) {
      const { units, length } = toUnits(text)
      found = 0
      scan(built, units, length, tally)
      return found
    },
    find(text) {
      const { units, length } = toUnits(text)
      const out: string[] = []
      scan(built, units, length, (entry) => out.push(entries[entry] ?? ''))
      return out
    },
  }
}

function monyone(matcher: Pick<AhoCorasick, 'matchInText'>): Matcher {
  return {
    count: (text) => matcher.matchInText(text).length,
    find: (text) => matcher.matchInText(text).map(({ keyword }) => keyword),
  }
}

/** Every occurrence of every entry, found by trying each length at each place. */
function bruteForce(entries: readonly string[], text: string): string[] {
  const known = new Set(entries)
  const longest = Math.max(...entries.map(({ length }) => length))
  const out: string[] = []
  for (let start = 0; start < text.length; start++)
    for (let end = start + 1; end <= Math.min(text.length, start + longest); end++) {
      const piece = text.slice(start, end)
      if (known.has(piece)) out.push(piece)
    }
  return out
}

/** Share of the oracle's occurrences that were found, and how many were found that are none. */
function recall(
  matcher: Matcher,
  oracle: readonly (readonly string[])[],
  texts: readonly string[],
) {
  let [wanted, found, extra] = [0, 0, 0]
  texts.forEach((text, i) => {
    const left = new Map<string, number>()
    for (const entry of oracle[i] ?? []) left.set(entry, (left.get(entry) ?? 0) + 1)
    wanted += oracle[i]?.length ?? 0
    for (const entry of matcher.find(text)) {
      const times = left.get(entry) ?? 0
      if (times > 0) found++
      else extra++
      left.set(entry, times - 1)
    }
  })
  return { share: found / wanted, extra }
}

/** The exact engine against its peers on the same text, at three sizes of the lexicon. */
export async function benchEngine(): Promise<void> {
  const sizes = [1_000, 10_000, 100_000]
  const lexicon = makeLexicon(100_000)
  const texts = makeTexts(2_000_000, 10_000, lexicon.slice(0, 1_000))
  const sample = texts.slice(0, 4)
  const speeds = new Map<string, number[]>()
  for (const size of sizes) {
    const entries = lexicon.slice(0, size)
    const oracle = sample.map((text) => bruteForce(entries, text))
    const distinct = oracle.map((found) => [...new Set(found)])
    const rows: Cell[][] = []
    let mint = Number.NaN
    for (const engine of engines) {
      const { value: matcher, own } = await spent(() => engine.build(entries))
      const work = inTurn(texts, (text) => {
        matcher.count(text)
        return text.length
      })
      const speed = rate(work) / 1e6
      if (engine.name === 'mint-filter') mint = speed
      const { share, extra } = recall(matcher, engine.setOnly ? distinct : oracle, sample)
      const note = `${engine.setOnly ? 'set only, ' : ''}${extra} extra`
      rows.push([engine.name, speed, null, own * 1000, `${(share * 100).toFixed(1)} %`, note])
      speeds.set(engine.name, [...(speeds.get(engine.name) ?? []), speed])
    }
    for (const row of rows) row[2] = Number(row[1]) / mint
    const hits = oracle.flat().length / (sample.join('').length / 1000)
    printTable(
      `Exact matching, ${size.toLocaleString('en')} entries, ${(texts.length / 100).toFixed(1)} M characters in documents of 10,000, ${hits.toFixed(1)} occurrences per 1,000`,
      ['engine', 'M chars/CPU s', '× mint-filter', 'build CPU ms', 'found', 'of what'],
      rows,
    )
  }
  printTable(
    'Slow-down from 1,000 to 100,000 entries',
    ['engine', 'times slower'],
    [...speeds].map(([name, [small = 0, , large = 1]]) => [name, small / large]),
  )
}

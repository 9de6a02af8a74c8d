import { fileURLToPath } from 'node:url'
import { Mint } from 'mint-filter'
import { openTagger, readTwice } from '../../services/detect/tagger.ts'
import type { Channel } from '../../shared/domain/channel.ts'
import { compileAside } from '../../shared/lexicon/aside.ts'
import { loadLexicon, versionOf } from '../../shared/lexicon/load.ts'
import type { Lexicon } from '../../shared/text/compile.ts'
import { detect } from '../../shared/text/detect.ts'
import type { Tokenizer } from '../../shared/text/edges.ts'
import { openTokenizer } from '../../shared/tokenizer.ts'
import { makeComments } from './comments.ts'
import { inTurn, rate, residentMb, spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'
import { makeTalk } from './talk.ts'
import { makeLexicon, makeTexts } from './words.ts'

/** Characters that are said in 30 seconds, and in one comment. */
const utterance = 140
const comment = 12

/** The whole detector with the shipped lexicon: speed, growth, memory. */
export async function benchDetector(): Promise<void> {
  const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
  const version = versionOf(source)
  const started = residentMb()
  // As a worker takes a version: in a thread, whose garbage goes with it.
  const compiled = await spent(() => compileAside(JSON.stringify(source), version))
  const afterLexicon = residentMb()
  const tokenizer = openTokenizer()
  const lexicon = readTwice(compiled.value, await openTagger(tokenizer))
  const loading = await spent(() => tokenizer('全网最低价'))
  for (const text of makeTalk(200_000)) detect(lexicon, { text, channel: 'speech' }, tokenizer)
  printTable(
    'Memory and loading',
    ['what', 'MB resident', 'CPU ms'],
    [
      ['process before the lexicon', started, null],
      ['with the lexicon compiled aside', afterLexicon, compiled.own * 1000],
      ['with nodejieba and the tagger, after 200,000 characters', residentMb(), loading.own * 1000],
    ],
  )
  speeds(lexicon, tokenizer)
  growth(lexicon, tokenizer)
}

function speeds(lexicon: Lexicon, tokenizer: Tokenizer): void {
  const entries = makeLexicon(10_000)
  const mint = new Mint(entries)
  const few = entries.slice(0, 1000)
  // More than any round reads: a text that comes twice is not read twice.
  const room = makeComments(100_000)
  const corpora: readonly [string, readonly string[], Channel?][] = [
    ['host’s talk, 1 sentence in 60 a lead, 30 s pieces', joined(makeTalk(300_000), utterance)],
    ['host’s talk, no leads, 30 s pieces', joined(makeTalk(300_000, 0), utterance)],
    ['invented words, 30 s pieces', makeTexts(300_000, utterance, few)],
    [
      'comments of invented words, none twice',
      distinct(makeTexts(6_000_000, comment, few)),
      'danmaku',
    ],
    [
      'comments of talk, none twice',
      distinct(cutUp(makeTalk(6_000_000).join(''), comment)),
      'danmaku',
    ],
    [`comments of a room, ${repeated(room)} % seen before`, room, 'danmaku'],
  ]
  for (const [name, texts, channel = 'speech'] of corpora) {
    const plain = (text: string) => mint.filter(text, { replace: false }).words.length
    const judged = (cut?: Tokenizer) => (text: string) =>
      detect(lexicon, { text, channel }, cut).length
    const methods: readonly [string, (text: string) => number][] = [
      ['mint-filter plain, 10,000 entries', plain],
      ['detect with nodejieba', judged(tokenizer)],
      ['detect without segmenter', judged()],
    ]
    let base = Number.NaN
    const rows = methods.map(([method, find]): Cell[] => {
      const chars = rate(
        inTurn(texts, (text) => {
          find(text)
          return text.length
        }),
      )
      if (method.startsWith('mint')) base = chars
      const length = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
      const found = texts.slice(0, 500).reduce((sum, text) => sum + find(text), 0)
      const sampled = texts.slice(0, 500).join('').length
      return [method, chars / 1e6, chars / base, chars / length, (found / sampled) * 1000]
    })
    printTable(
      `Whole detector: ${name}`,
      ['method', 'M chars/CPU s', '× mint-filter', 'texts/CPU s', 'hits per 1,000 chars'],
      rows,
    )
  }
}

/** CPU time of one text of n, 2n, 4n and 8n characters: linear growth keeps the last column near 1. */
function growth(lexicon: Lexicon, tokenizer: Tokenizer): void {
  const n = 20_000
  const lengths = [n, 2 * n, 4 * n, 8 * n]
  const fill = (piece: string) => (length: number) =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
  // The same again and again: a longer text must not be of more kinds of leads, each with its own exceptions.
  const talk = fill(makeTalk(n).join('，'))(8 * n)
  const kinds: readonly [string, (length: number) => string][] = [
    ['talk', (length) => talk.slice(0, length)],
    ['talk without punctuation', (length) => talk.replaceAll(/\p{P}/gu, '').slice(0, length)],
    ['最 over and over', fill('最')],
    ['全网最低价 over and over', fill('全网最低价')],
    ['digits', fill('123456789')],
    ['Latin letters', fill('quanwang')],
  ]
  const rows = kinds.map(([name, make]): Cell[] => {
    const ms = lengths.map((length) => {
      const text = make(length)
      const work = () => {
        detect(lexicon, { text, channel: 'speech' }, tokenizer)
        return 1
      }
      return 1000 / rate(work, { rounds: 1, seconds: 0.05 })
    })
    return [name, ...ms, (ms[3] ?? 0) / (8 * (ms[0] ?? 1))]
  })
  const head = ['one text of', ...lengths.map((length) => `${length / 1000} k: ms`), '8n / 8 × n']
  printTable('Growth of the detector with the length of one text', head, rows)
}

/** Sentences put together to pieces of about `length`. */
function joined(sentences: readonly string[], length: number): string[] {
  const out: string[] = []
  let piece = ''
  for (const sentence of sentences) {
    piece += `${sentence}，`
    if (piece.length < length) continue
    out.push(piece)
    piece = ''
  }
  return out
}

const distinct = (texts: readonly string[]) => [...new Set(texts)]

/** How many in a hundred have been there before. */
const repeated = (texts: readonly string[]) =>
  Math.round(100 * (1 - new Set(texts).size / texts.length))

/** A text in pieces of about `length`. */
function cutUp(text: string, length: number): string[] {
  const out: string[] = []
  for (let at = 0, size = 0; at < text.length; at += size) {
    size = length - 4 + (out.length % 9)
    out.push(text.slice(at, at + size))
  }
  return out
}

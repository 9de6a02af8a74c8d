import { divide } from '../clause.ts'
import type { Lexicon } from '../compile.ts'
import type { Utterance } from '../detect.ts'
import type { Tokenizer } from '../edges.ts'
import { type Folded, fold, foldedText } from '../fold.ts'
import { findNumbers } from '../match/numbers.ts'
import { speaker } from '../speaker.ts'
import { viewsOf } from '../view.ts'
import { hash } from './hash.ts'
import { type Placed, type Vocabulary, vocabularyOf } from './vocabulary.ts'

/** Units either side of a character that are looked at. */
export const reach = 10

/** A feature and the units it holds for, end exclusive. */
export interface Feature {
  /** The hash of its name. */
  readonly key: number
  readonly from: number
  /** Grows while a text is read and the same feature comes again before it has ended. */
  to: number
  /** What a person is told of it: words of the text, a concept, a plain word, or nothing. */
  readonly says: 'words' | 'concept' | 'plain'
  readonly name: string
  /** Of words, where they stand in `name`, which is the whole text. */
  readonly start: number
  readonly end: number
}

/** What a tagger sees of a text. */
export interface Features {
  readonly folded: Folded
  /** Stretches of one feature do not overlap. */
  readonly all: readonly Feature[]
  /** Words of the lexicon in the text. */
  readonly words: readonly Placed[]
  /** Whether all features of any of some units are there. */
  readonly isAsked: IsAsked
}

/** Where features come from: a lexicon's words and the kind of claim each category stands for. */
export interface Ground {
  readonly lexicon: Lexicon
  readonly vocabulary: Vocabulary
  readonly kindOf: Readonly<Record<string, string>>
  readonly tokenizer: Tokenizer
}

/** `kindsOf` names the kinds a category may be read as, first the one it stands for. */
export function makeGround(
  lexicon: Lexicon,
  kindsOf: Readonly<Record<string, readonly string[]>>,
  tokenizer: Tokenizer,
): Ground {
  const kindOf = Object.fromEntries(
    Object.entries(kindsOf).flatMap(([category, [kind]]) => (kind ? [[category, kind]] : [])),
  )
  return { lexicon, kindOf, vocabulary: vocabularyOf(lexicon, kindOf), tokenizer }
}

/** What is asked of a text. */
export interface Wanted {
  /** Only what bears on the characters of these stretches of the text as given. */
  readonly only?: readonly Stretch[]
  /** Only features of these keys. */
  readonly isKnown?: (key: number) => boolean
}

/** A kind counts for a word when at least this share of the rules that use it is of that kind; on the word itself, more. */
const nearShare = 0.3
const ownShare = 0.5
/** More words of a kind than this say no more. */
const mostWords = 3

/** How the names of features begin. */
const token = hash('W')
const triple = hash('3')
const concept = { near: hash('C'), at: hash('c'), ofGoods: hash('g') }
const ofKind = hash('r')
const wordsOfKind = Array.from({ length: mostWords }, (_, n) => hash(`R${n + 1}`))
const number = '#'
/** One, two and three characters, by where the first of them stands to the character at hand. */
const places = [
  ...[-2, -1, 0, 1, 2].map((d) => ({ d, size: 1, begun: hash(`${d + 2}c`) })),
  ...[-2, -1, 0, 1].map((d) => ({ d, size: 2, begun: hash(`${d + 2}d`) })),
  ...[-2, -1, 0].map((d) => ({ d, size: 3, begun: hash(`${d + 2}t`) })),
]

/**
 * The features of every character: who speaks and about which goods, the characters at it, and of the ten either side
 * in its sentence the words, character triples, concepts and how much of the rules' own words. Linear in the text.
 */
export function featuresOf(
  ground: Ground,
  utterance: Utterance,
  { only, isKnown = () => true }: Wanted = {},
): Features {
  const { lexicon, tokenizer } = ground
  // Words put in from their end do not turn what stands beside them.
  const forwards = viewsOf(lexicon, utterance.text).findLast(({ reversed }) => !reversed)
  const folded = forwards?.folded ?? fold(utterance.text, lexicon.table)
  const { length } = folded
  const text = foldedText(folded)
  const { sentence, sentenceFrom } = divide(folded, lexicon.openers)
  const isAsked = only ? askedFor(folded, utterance.text.length, only) : () => true
  const all: Feature[] = []
  const latest = new Map<number, Feature>()
  /** Stretches of one feature come in the order of the text; those that meet are one, so that it counts once a unit. */
  const add = (feature: Feature) => {
    const before = latest.get(feature.key)
    if (before && feature.from <= before.to) {
      before.to = Math.max(before.to, feature.to)
      return
    }
    latest.set(feature.key, feature)
    all.push(feature)
  }
  const on = (key: number, from: number, to: number, says: Feature['says'], name: string) => {
    if (isKnown(key)) add({ key, from, to, says, name, start: 0, end: 0 })
  }
  const nearWords = (begun: number, start: number, end: number) => {
    const seen = around({ start, end })
    if (!seen) return
    const key = hash(text, begun, start, end)
    if (isKnown(key)) add({ key, ...seen, says: 'words', name: text, start, end })
  }
  /** The units around a stretch that see it; null when none of them is asked for. */
  const around = ({ start, end }: Stretch) => {
    const first = sentenceFrom[sentence[start] as number] as number
    const last = sentenceFrom[(sentence[end - 1] as number) + 1] as number
    const from = Math.max(first, start - reach)
    const to = Math.min(last, end + reach)
    return isAsked(from, to) ? { from, to } : null
  }

  const goods = utterance.goods ?? '?'
  const who = speaker(utterance, lexicon.source.variants.staff)
  for (const name of ['b', `s${who.audience ? 'audience' : who.channel}`, `o${goods}`])
    on(hash(name), 0, length, 'plain', '')
  if (/[?？]|吗/u.test(utterance.text)) on(hash('Q'), 0, length, 'plain', '问句')
  for (let i = 0; i < length; i++)
    if (isAsked(i, i + 1))
      for (const { d, size, begun } of places) {
        const start = Math.max(0, i + d)
        const end = Math.max(0, Math.min(length, i + d + size))
        const key = hash(text, begun, start, end)
        if (isKnown(key))
          all.push({ key, from: i, to: i + 1, says: 'words', name: text, start, end })
      }
  let at = 0
  for (const word of tokenizer(text)) {
    nearWords(token, at, at + word.length)
    at += word.length
  }
  for (let i = 0; i + 3 <= length; i++) nearWords(triple, i, i + 3)
  const onConcept = (name: string, says: Feature['says'], told: string, stretch: Stretch) => {
    const seen = around(stretch)
    if (seen) on(hash(name, concept.near), seen.from, seen.to, says, told)
    const { start, end } = stretch
    if (!isAsked(start, end)) return
    on(hash(name, concept.at), start, end, says, told)
    if (name !== number) on(hash(`|${goods}`, hash(name, concept.ofGoods)), start, end, says, told)
  }
  findNumbers(folded.units, length, (start, end) =>
    onConcept(number, 'plain', '数字', { start, end }),
  )
  const words = ground.vocabulary(folded)
  for (const { word, ...stretch } of words) {
    for (const name of word.concepts) onConcept(name, 'concept', name, stretch)
    const { start, end } = stretch
    if (!isAsked(start, end)) continue
    for (const [kind, share] of word.kinds)
      if (share > ownShare) on(hash(kind, ofKind), start, end, 'plain', '')
  }
  addRuleWords(words, length, isAsked, (key, from, to) => on(key, from, to, 'plain', ''))
  return { folded, all, words, isAsked }
}

/** What a feature is, in words for a person; '' of those that say nothing. */
export function labelOf({ says, name, start, end }: Feature): string {
  if (says === 'words') return `“${name.slice(start, end)}”`
  return says === 'concept' ? `{${name}}` : name
}

type Stretch = { readonly start: number; readonly end: number }
type IsAsked = (from: number, to: number) => boolean

/** Whether any of some units stands for a character of these stretches of the text. */
function askedFor({ starts, length }: Folded, size: number, only: readonly Stretch[]): IsAsked {
  const wanted = new Uint8Array(size)
  for (const { start, end } of only) wanted.fill(1, start, end)
  const before = new Int32Array(length + 1)
  for (let i = 0; i < length; i++)
    before[i + 1] = (before[i] as number) + (wanted[starts[i] as number] as number)
  return (from, to) => (before[to] as number) > (before[from] as number)
}

/** How many words of each kind's rules stand near a unit: one, two, more. */
function addRuleWords(
  words: readonly Placed[],
  length: number,
  isAsked: IsAsked,
  on: (key: number, from: number, to: number) => void,
): void {
  const counts = new Map<string, Int16Array>()
  for (const { word, start, end } of words) {
    const from = Math.max(0, start - reach)
    const to = Math.min(length, end + reach)
    if (!isAsked(from, to)) continue
    for (const [kind, share] of word.kinds) {
      if (share <= nearShare) continue
      const count = counts.get(kind) ?? new Int16Array(length)
      counts.set(kind, count)
      for (let i = from; i < to; i++) count[i] = (count[i] as number) + 1
    }
  }
  for (const [kind, count] of counts)
    wordsOfKind.forEach((begun, n) => {
      const key = hash(kind, begun)
      for (let i = 0; i < length; i++) {
        const from = i
        while (i < length && (count[i] as number) > n) i++
        if (i > from) on(key, from, i)
      }
    })
}

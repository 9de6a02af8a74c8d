import { divide } from '../clause.ts'
import type { Lexicon, Page } from '../compile.ts'
import type { Utterance } from '../detect.ts'
import type { Tokenizer } from '../edges.ts'
import { type Folded, fold, foldedText } from '../fold.ts'
import { findNumbers } from '../match/numbers.ts'
import { speaker } from '../speaker.ts'
import { viewsOf } from '../view.ts'
import { hash } from './hash.ts'
import { askedFor, type IsAsked, partOf, piecesOf, type Stretch } from './pieces.ts'
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
  /** In the order of the text, apart from each other; one of all of it when all of it is asked for. */
  readonly pieces: readonly Piece[]
}

/** A stretch of units that is read by itself. */
export interface Piece {
  readonly from: number
  readonly to: number
  /** Of those of its units that are asked for; stretches of one feature do not overlap. */
  readonly features: readonly Feature[]
  /** Words of the lexicon in it. */
  readonly words: readonly Placed[]
  /** Whether any of some units is asked for. */
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
  /** The text as detection has folded and divided it. */
  readonly page?: (() => Page) | undefined
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
  { only, isKnown = () => true, page: makePage }: Wanted = {},
): Features {
  const page = makePage?.() ?? pageOf(ground, utterance.text)
  const { folded } = page
  const isAsked = only ? askedFor(folded, utterance.text.length, only) : () => true
  const stretches = only ? piecesOf(page, isAsked) : [{ from: 0, to: folded.length }]
  const { audience, channel } = speaker(utterance, ground.lexicon.source.variants.staff)
  const goods = utterance.goods ?? '?'
  const whole = ['b', `s${audience ? 'audience' : channel}`, `o${goods}`].map((name) => hash(name))
  const isQuestion = /[?？]|吗/u.test(utterance.text)
  const told: Told = { page, goods, whole, isQuestion, isAsked, isKnown }
  return { folded, pieces: stretches.map((stretch) => read(ground, told, stretch)) }
}

/** What is the same for all pieces of a text. */
interface Told {
  readonly page: Page
  readonly goods: string
  /** Keys of what holds for the whole text. */
  readonly whole: readonly number[]
  readonly isQuestion: boolean
  readonly isAsked: IsAsked
  readonly isKnown: (key: number) => boolean
}

function pageOf({ lexicon }: Ground, text: string): Page {
  // Words put in from their end do not turn what stands beside them.
  const forwards = viewsOf(lexicon, text).findLast(({ reversed }) => !reversed)
  const folded = forwards?.folded ?? fold(text, lexicon.table)
  return { folded, clauses: divide(folded, lexicon.openers) }
}

/** Units beyond a piece that its characters are told by. */
const edge = 2

function read(
  { tokenizer, vocabulary }: Ground,
  { page: { folded, clauses }, goods, whole, isQuestion, isAsked, isKnown }: Told,
  piece: { readonly from: number; readonly to: number },
): Piece {
  const { sentence, sentenceFrom, clause, clauseFrom } = clauses
  const { length } = folded
  const base = Math.max(0, piece.from - edge)
  const text = foldedText(folded, base, Math.min(length, piece.to + edge))
  const features: Feature[] = []
  const latest = new Map<number, Feature>()
  /** Stretches of one feature come in the order of the text; those that meet are one, so that it counts once a unit. */
  const add = (feature: Feature) => {
    const before = latest.get(feature.key)
    if (before && feature.from <= before.to) {
      before.to = Math.max(before.to, feature.to)
      return
    }
    latest.set(feature.key, feature)
    features.push(feature)
  }
  const on = (key: number, from: number, to: number, says: Feature['says'], name: string) => {
    if (isKnown(key)) add({ key, from, to, says, name, start: 0, end: 0 })
  }
  /** The units of the piece that see a stretch; null when none of them is asked for. */
  const around = ({ start, end }: Stretch) => {
    const first = sentenceFrom[sentence[start] as number] as number
    const last = sentenceFrom[(sentence[end - 1] as number) + 1] as number
    const from = Math.max(first, piece.from, start - reach)
    const to = Math.min(last, piece.to, end + reach)
    return isAsked(from, to) ? { from, to } : null
  }
  const nearWords = (begun: number, start: number, end: number) => {
    const seen = around({ start, end })
    if (!seen) return
    const key = hash(text, begun, start - base, end - base)
    if (isKnown(key))
      add({ key, ...seen, says: 'words', name: text, start: start - base, end: end - base })
  }

  for (const key of whole) on(key, piece.from, piece.to, 'plain', '')
  if (isQuestion) on(hash('Q'), piece.from, piece.to, 'plain', '问句')
  for (let i = piece.from; i < piece.to; i++)
    if (isAsked(i, i + 1))
      for (const { d, size, begun } of places) {
        const start = Math.max(0, i + d) - base
        const end = Math.max(0, Math.min(length, i + d + size)) - base
        const key = hash(text, begun, start, end)
        if (isKnown(key))
          features.push({ key, from: i, to: i + 1, says: 'words', name: text, start, end })
      }
  for (let at = piece.from; at < piece.to; ) {
    const to = Math.min(piece.to, clauseFrom[(clause[at] as number) + 1] as number)
    for (const word of tokenizer(text.slice(at - base, to - base))) {
      nearWords(token, at, at + word.length)
      at += word.length
    }
    at = to
  }
  for (let i = piece.from; i + 3 <= piece.to; i++) nearWords(triple, i, i + 3)
  const onConcept = (name: string, says: Feature['says'], told: string, stretch: Stretch) => {
    const seen = around(stretch)
    if (seen) on(hash(name, concept.near), seen.from, seen.to, says, told)
    const { start, end } = stretch
    if (!isAsked(start, end)) return
    on(hash(name, concept.at), start, end, says, told)
    if (name !== number) on(hash(`|${goods}`, hash(name, concept.ofGoods)), start, end, says, told)
  }
  const own = partOf(folded, piece)
  findNumbers(own.units, own.length, (start, end) =>
    onConcept(number, 'plain', '数字', { start: piece.from + start, end: piece.from + end }),
  )
  const words = vocabulary(own).map(({ word, start, end }) => ({
    ...{ word, start: piece.from + start, end: piece.from + end },
  }))
  for (const { word, ...stretch } of words) {
    for (const name of word.concepts) onConcept(name, 'concept', name, stretch)
    const { start, end } = stretch
    if (!isAsked(start, end)) continue
    for (const [kind, share] of word.kinds)
      if (share > ownShare) on(hash(kind, ofKind), start, end, 'plain', '')
  }
  addRuleWords(words, piece, isAsked, (key, from, to) => on(key, from, to, 'plain', ''))
  return { ...piece, features, words, isAsked }
}

/** What a feature is, in words for a person; '' of those that say nothing. */
export function labelOf({ says, name, start, end }: Feature): string {
  if (says === 'words') return `“${name.slice(start, end)}”`
  return says === 'concept' ? `{${name}}` : name
}

/** How many words of each kind's rules stand near a unit: one, two, more. */
function addRuleWords(
  words: readonly Placed[],
  piece: { readonly from: number; readonly to: number },
  isAsked: IsAsked,
  on: (key: number, from: number, to: number) => void,
): void {
  const counts = new Map<string, Int16Array>()
  const size = piece.to - piece.from
  for (const { word, start, end } of words) {
    const from = Math.max(piece.from, start - reach)
    const to = Math.min(piece.to, end + reach)
    if (!isAsked(from, to)) continue
    for (const [kind, share] of word.kinds) {
      if (share <= nearShare) continue
      const count = counts.get(kind) ?? new Int16Array(size)
      counts.set(kind, count)
      for (let i = from - piece.from; i < to - piece.from; i++) count[i] = (count[i] as number) + 1
    }
  }
  for (const [kind, count] of counts)
    wordsOfKind.forEach((begun, n) => {
      const key = hash(kind, begun)
      for (let i = 0; i < size; i++) {
        const from = i
        while (i < size && (count[i] as number) > n) i++
        if (i > from) on(key, piece.from + from, piece.from + i)
      }
    })
}

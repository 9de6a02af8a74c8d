import { divide } from '../clause.ts'
import type { Lexicon } from '../compile.ts'
import type { Utterance } from '../detect.ts'
import type { Tokenizer } from '../edges.ts'
import { type Folded, fold, foldedText } from '../fold.ts'
import { findNumbers } from '../match/numbers.ts'
import { speaker } from '../speaker.ts'
import { viewsOf } from '../view.ts'
import { type Placed, type Vocabulary, vocabularyOf } from './vocabulary.ts'

/** Units either side of a character that are looked at. */
export const reach = 10

/** A feature and the units it holds for, end exclusive. */
export interface Feature {
  readonly name: string
  readonly from: number
  readonly to: number
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

/** A kind counts for a word when at least this share of the rules that use it is of that kind; on the word itself, more. */
const nearShare = 0.3
const ownShare = 0.5
/** More words of a kind than this say no more. */
const mostWords = 3

/**
 * The features of every character: who speaks and about which goods, the characters at it, and of the ten either side
 * in its sentence the words, character triples, concepts and how much of the rules' own words. With `only`, stretches
 * of the text as given, of the characters there and no others. Linear in the text.
 */
export function featuresOf(
  ground: Ground,
  utterance: Utterance,
  only?: readonly Stretch[],
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
  const apart = new Map<string, number[]>()
  const on = (name: string, from: number, to: number) => {
    const known = apart.get(name)
    if (known) known.push(from, to)
    else apart.set(name, [from, to])
  }
  const near = (sign: string, word: string, { start, end }: Stretch) => {
    const first = sentenceFrom[sentence[start] as number] as number
    const last = sentenceFrom[(sentence[end - 1] as number) + 1] as number
    const from = Math.max(first, start - reach)
    const to = Math.min(last, end + reach)
    if (isAsked(from, to)) on(sign + word, from, to)
  }

  const goods = utterance.goods ?? '?'
  const who = speaker(utterance, lexicon.source.variants.staff)
  for (const name of ['b', `s${who.audience ? 'audience' : who.channel}`, `o${goods}`])
    all.push({ name, from: 0, to: length })
  if (/[?？]|吗/u.test(utterance.text)) all.push({ name: 'Q', from: 0, to: length })
  for (let i = 0; i < length; i++) if (isAsked(i, i + 1)) addPlaces(text, i, all)
  let at = 0
  for (const token of tokenizer(text)) {
    near('W', token, { start: at, end: at + token.length })
    at += token.length
  }
  for (let i = 0; i + 3 <= length; i++) near('3', text.slice(i, i + 3), { start: i, end: i + 3 })
  findNumbers(folded.units, length, (start, end) => {
    near('C', '#', { start, end })
    if (isAsked(start, end)) on('c#', start, end)
  })
  const words = ground.vocabulary(folded)
  for (const { word, ...stretch } of words) {
    for (const concept of word.concepts) near('C', concept, stretch)
    const { start, end } = stretch
    if (!isAsked(start, end)) continue
    for (const concept of word.concepts) {
      on(`c${concept}`, start, end)
      on(`g${concept}|${goods}`, start, end)
    }
    for (const [kind, share] of word.kinds) if (share > ownShare) on(`r${kind}`, start, end)
  }
  addRuleWords(words, length, isAsked, all)
  for (const [name, bounds] of apart) joined(name, bounds, all)
  return { folded, all, words, isAsked }
}

/** What a feature is, in words for a person; null of those that say nothing. */
export function labelOf({ name }: Feature): string | null {
  const rest = name.slice(1)
  if (name === 'Q') return '问句'
  if (name.startsWith('C') || name.startsWith('c')) return rest === '#' ? '数字' : `{${rest}}`
  if (name.startsWith('g')) return `{${rest.slice(0, rest.indexOf('|'))}}`
  if (name.startsWith('W') || name.startsWith('3')) return `“${rest}”`
  return /^\d/.test(name) ? `“${name.slice(2)}”` : null
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

/** Stretches of one feature, given in any order, put together where they meet. */
function joined(name: string, bounds: readonly number[], into: Feature[]): void {
  const own: { from: number; to: number }[] = []
  for (let i = 0; i < bounds.length; i += 2)
    own.push({ from: bounds[i] as number, to: bounds[i + 1] as number })
  own.sort((a, b) => a.from - b.from)
  let last: { name: string; from: number; to: number } | undefined
  for (const { from, to } of own) {
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else {
      last = { name, from, to }
      into.push(last)
    }
  }
}

/** How many words of each kind's rules stand near a unit: one, two, more. */
function addRuleWords(
  words: readonly Placed[],
  length: number,
  isAsked: IsAsked,
  into: Feature[],
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
    for (let n = 1; n <= mostWords; n++)
      for (let i = 0; i < length; i++) {
        const from = i
        while (i < length && (count[i] as number) >= n) i++
        if (i > from) into.push({ name: `R${n}${kind}`, from, to: i })
      }
}

/** The character, the pairs and the triples at a place, by where they stand to it. */
function addPlaces(text: string, i: number, into: Feature[]): void {
  const at = (name: string) => into.push({ name, from: i, to: i + 1 })
  for (let d = -2; d <= 2; d++) at(`${d + 2}c${text.charAt(i + d)}`)
  for (let d = -2; d <= 1; d++) at(`${d + 2}d${text.slice(Math.max(0, i + d), i + d + 2)}`)
  for (let d = -2; d <= 0; d++) at(`${d + 2}t${text.slice(Math.max(0, i + d), i + d + 3)}`)
}

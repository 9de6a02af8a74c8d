import { divide } from '../clause.ts'
import type { Lexicon } from '../compile.ts'
import type { Utterance } from '../detect.ts'
import type { Tokenizer } from '../edges.ts'
import { type Folded, fold, foldedText } from '../fold.ts'
import { scan } from '../match/automaton.ts'
import { findNumbers } from '../match/numbers.ts'
import { speaker } from '../speaker.ts'
import { viewsOf } from '../view.ts'
import { hash } from './hash.ts'
import type { KnownWord, Vocabulary } from './vocabulary.ts'

/** Units either side of a character that are looked at. */
export const reach = 10

/** What a tagger sees of a text. */
export interface Features {
  readonly folded: Folded
  /** Numbers of the features of each folded unit. */
  readonly units: readonly Uint32Array[]
  /** What a feature is, in words for a person, by its number; those that say nothing are missing. */
  readonly names: ReadonlyMap<number, string>
  /** Words of the lexicon in the text. */
  readonly words: readonly Placed[]
}

export interface Placed {
  readonly word: KnownWord
  readonly start: number
  readonly end: number
}

/** Where features come from: a lexicon's words and the kind of claim each category stands for. */
export interface Ground {
  readonly lexicon: Lexicon
  readonly vocabulary: Vocabulary
  readonly kindOf: Readonly<Record<string, string>>
  readonly tokenizer: Tokenizer
}

/** A kind counts for a word when at least this share of the rules that use it is of that kind; on the word itself, more. */
const nearShare = 0.3
const ownShare = 0.5
/** More words of a kind than this say no more. */
const mostWords = 3

/**
 * The features of every character: who speaks and about which goods, the characters at it, and of the ten either side
 * in its sentence the words, character triples, concepts and how much of the rules' own words. Linear in the text.
 */
export function featuresOf(ground: Ground, utterance: Utterance): Features {
  const { lexicon, tokenizer } = ground
  const folded =
    viewsOf(lexicon, utterance.text).at(-1)?.folded ?? fold(utterance.text, lexicon.table)
  const { length } = folded
  const text = foldedText(folded)
  const { sentence } = divide(folded, lexicon.openers)
  const names = new Map<number, string>()
  const units = Array.from({ length }, () => new Set<number>())
  const key = (name: string, label?: string) => {
    const number = hash(name)
    if (label !== undefined && !names.has(number)) names.set(number, label)
    return number
  }
  const on = (name: string, label: string, { start, end }: Stretch) => {
    const number = key(name, label)
    for (let i = start; i < end; i++) units[i]?.add(number)
  }
  const near = (name: string, label: string, { start, end }: Stretch) => {
    const number = key(name, label)
    const to = Math.min(length, end + reach)
    for (let i = Math.max(0, start - reach); i < to; i++)
      if (sentence[i] === sentence[start] || sentence[i] === sentence[end - 1])
        units[i]?.add(number)
  }

  const goods = utterance.goods ?? '?'
  const who = speaker(utterance, lexicon.source.variants.staff)
  const always = [key('b'), key(`s${who.audience ? 'audience' : who.channel}`), key(`o${goods}`)]
  if (/[?？]|吗/u.test(utterance.text)) always.push(key('Q', '问句'))
  units.forEach((unit, i) => {
    for (const number of always) unit.add(number)
    for (const name of placesAt(text, i)) unit.add(key(name, `“${name.slice(2)}”`))
  })
  let at = 0
  for (const token of tokenizer(text)) {
    near(`W${token}`, `“${token}”`, { start: at, end: at + token.length })
    at += token.length
  }
  for (let i = 0; i + 3 <= length; i++) {
    const three = text.slice(i, i + 3)
    near(`3${three}`, `“${three}”`, { start: i, end: i + 3 })
  }
  findNumbers(folded.units, length, (start, end) => {
    near('C#', '数字', { start, end })
    on('c#', '数字', { start, end })
  })
  const words = wordsIn(ground, folded)
  for (const { word, ...stretch } of words) {
    for (const concept of word.concepts) {
      near(`C${concept}`, `{${concept}}`, stretch)
      on(`c${concept}`, `{${concept}}`, stretch)
      on(`g${concept}|${goods}`, `{${concept}}`, stretch)
    }
    for (const [kind, share] of word.kinds)
      if (share > ownShare) on(`r${kind}`, `规则词“${word.text}”`, stretch)
  }
  addRuleWords(words, units, key)
  return { folded, units: units.map((unit) => Uint32Array.from(unit)), names, words }
}

type Stretch = { readonly start: number; readonly end: number }

/** How many words of each kind's rules stand near a unit: one, two, more. */
function addRuleWords(
  words: readonly Placed[],
  units: readonly Set<number>[],
  key: (name: string, label: string) => number,
): void {
  const counts = new Map<string, Uint16Array>()
  for (const { word, start, end } of words)
    for (const [kind, share] of word.kinds) {
      if (share <= nearShare) continue
      const count = counts.get(kind) ?? new Uint16Array(units.length)
      counts.set(kind, count)
      const label = `规则词“${word.text}”`
      const to = Math.min(units.length, end + reach)
      for (let i = Math.max(0, start - reach); i < to; i++) {
        const n = (count[i] as number) + 1
        count[i] = n
        if (n <= mostWords) units[i]?.add(key(`R${n}${kind}`, label))
      }
    }
}

/** The character, the pairs and the triples at a place, by where they stand to it. */
function placesAt(text: string, i: number): string[] {
  const out: string[] = []
  for (let d = -2; d <= 2; d++) out.push(`${d + 2}c${text.charAt(i + d)}`)
  for (let d = -2; d <= 1; d++) out.push(`${d + 2}d${text.slice(Math.max(0, i + d), i + d + 2)}`)
  for (let d = -2; d <= 0; d++) out.push(`${d + 2}t${text.slice(Math.max(0, i + d), i + d + 3)}`)
  return out
}

function wordsIn({ vocabulary }: Ground, { units, length }: Folded): Placed[] {
  const out: Placed[] = []
  scan(vocabulary.automaton, units, length, (entry, end) => {
    const word = vocabulary.words[entry]
    if (word) out.push({ word, start: end - word.text.length, end })
  })
  return out
}

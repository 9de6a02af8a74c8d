import { type Folded, Gap } from '../fold.ts'
import { isLatin } from './latin.ts'
import { type Matcher, maxInitials, minInitials } from './matcher.ts'
import { findNumbers, numberWord } from './numbers.ts'
import { soften } from './soft.ts'
import { type Heard, hear, scanHeard, Voice } from './sound.ts'
import type { Stream } from './streams.ts'
import { Trait, traitsOf } from './traits.ts'
import { scan } from './trie.ts'

/** How a word was recognised, from sure to doubtful; `faint` by sound alone in two syllables of letters. */
export const How = { exact: 0, soft: 1, sound: 2, faint: 3 } as const

/** Takes every place where a word stands. */
export interface WordSink {
  addWord(word: number, start: number, end: number, how: number): void
}

/** Looks for every word of the matcher but those of one character as written; with `evasions` also softened and by sound. */
export function findWords(
  matcher: Matcher,
  folded: Folded,
  evasions: boolean,
  into: WordSink,
): void {
  const { units, length } = folded
  const { trie, wordOf, alike } = matcher.exact
  scan(trie, units, length, (entry, start, end) => {
    if (!holdsTogether(folded, start, end)) return
    for (let word = wordOf[entry] as number; word >= 0; word = alike[word] as number)
      into.addWord(word, start, end, How.exact)
  })
  const traits = traitsOf(folded, matcher.traits)
  if (matcher.numbers && (traits & Trait.numeral) !== 0)
    findNumbers(units, length, (start, end) => into.addWord(numberWord, start, end, How.exact))
  if (!evasions) return
  if ((traits & (Trait.filler | Trait.repeat)) !== 0) findSoft(matcher, folded, into)
  if ((traits & (Trait.latin | Trait.rare)) !== 0) findHeard(matcher, folded, into)
  else findPlainHeard(matcher, folded, into)
}

/** Looks for the words of one character. */
export function findSingles(
  { singles, exact: { alike } }: Matcher,
  { units, length }: Folded,
  into: WordSink,
): void {
  for (let i = 0; i < length; i++)
    for (let word = singles[units[i] as number] as number; word > 0; word = alike[word] as number)
      into.addWord(word, i, i + 1, How.exact)
}

function findSoft(matcher: Matcher, folded: Folded, into: WordSink) {
  const soft = soften(folded, matcher.fillers)
  if (!soft.changed) return
  const { trie, wordOf, alike } = matcher.soft
  scan(trie, soft.units, soft.length, (entry, first, end) => {
    const start = soft.from[first] as number
    const to = soft.to[end - 1] as number
    for (let word = wordOf[entry] as number; word >= 0; word = alike[word] as number)
      if (
        !isWritten(folded, start, to, matcher.words[word] ?? '') &&
        holdsTogether(folded, start, to)
      )
        into.addWord(word, start, to, How.soft)
  })
}

/** By sound in a text of characters only: what `findHeard` finds there, without writing down how it sounds. */
function findPlainHeard(matcher: Matcher, folded: Folded, into: WordSink) {
  const { plainSound, words } = matcher
  const { wordOf, alike } = matcher.sound
  scan(plainSound, folded.units, folded.length, (entry, start, end) => {
    for (let word = wordOf[entry] as number; word >= 0; word = alike[word] as number) {
      const how = credenceOf(end - start, likeness(folded, words[word] ?? '', start))
      if (how >= 0 && holdsTogether(folded, start, end)) into.addWord(word, start, end, how)
    }
  })
}

/** How many characters of a word stand as written from `start` on. */
function likeness({ units }: Folded, word: string, start: number): number {
  let same = 0
  for (let i = 0; i < word.length; i++) if (units[start + i] === word.charCodeAt(i)) same++
  return same
}

function findHeard(matcher: Matcher, folded: Folded, into: WordSink) {
  const heard = hear(folded.units, folded.length)
  findHeardIn(matcher, matcher.sound, folded, heard, into)
  if (heard.letters) findHeardIn(matcher, matcher.shortSound, folded, heard, into)
  if (heard.latin) findInitials(matcher, folded, into)
}

function findHeardIn(
  { words }: Matcher,
  { trie, wordOf, alike }: Stream,
  folded: Folded,
  heard: Heard,
  into: WordSink,
) {
  scanHeard(trie, heard, (entry, first, last) => {
    for (let word = wordOf[entry] as number; word >= 0; word = alike[word] as number) {
      const how = credence(folded, heard, words[word] ?? '', first, last)
      if (how < 0) continue
      const start = heard.from[first] as number
      const end = heard.to[last] as number
      if (holdsTogether(folded, start, end)) into.addWord(word, start, end, how)
    }
  })
}

/**
 * How far syllables `first` to `last` are the word; -1 when they are not, or are just as written. Two syllables alone
 * prove nothing (24 to 54 false hits per 10,000 characters were measured, 0.04 for three and more): they count when
 * somebody wrote one of them in letters, and faintly when both. A lone letter needs the rest of a longer word.
 */
function credence(
  { units }: Folded,
  { voices, from }: Heard,
  word: string,
  first: number,
  last: number,
): number {
  let same = 0
  let letters = 0
  let initials = 0
  for (let i = first; i <= last; i++) {
    const voice = voices[i]
    if (voice === Voice.letters) letters++
    else if (voice === Voice.initial) initials++
    else if (units[from[i] as number] === word.charCodeAt(i - first)) same++
  }
  const size = last - first + 1
  if (letters === 0 && initials === 0) return credenceOf(size, same)
  if (same === size) return -1
  if (initials > 0) return size >= 3 && initials === 1 && same === size - 1 ? How.sound : -1
  return size >= 3 || same === 1 ? How.sound : letters === 2 ? How.faint : -1
}

/** How far as many characters are the word, of which so many stand as written. */
function credenceOf(size: number, same: number): number {
  if (same === size) return -1
  return size >= 4 || (size === 3 && same === 2) ? How.sound : -1
}

/** Looks for the initials of whole phrases (qwzdj) among runs of letters that stand alone and hold no vowel. */
function findInitials({ initials }: Matcher, { units, gaps, length }: Folded, into: WordSink) {
  for (let i = 0; i < length; i++) {
    if (!isLatin(units[i] as number)) continue
    const start = i
    while (i + 1 < length && isLatin(units[i + 1] as number) && gaps[i + 1] === Gap.none) i++
    if (i + 1 - start < minInitials || i + 1 - start > maxInitials) continue
    const size = i + 1 - start
    scan(initials.trie, units.subarray(start, i + 1), size, (entry, first, end) => {
      if (end - first !== size) return
      let word = initials.wordOf[entry] as number
      for (; word >= 0; word = initials.alike[word] as number)
        into.addWord(word, start, start + size, How.sound)
    })
  }
}

function isWritten({ units }: Folded, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false
  for (let i = 0; i < word.length; i++) if (units[start + i] !== word.charCodeAt(i)) return false
  return true
}

/**
 * A word is not put together across punctuation, unless something was put between all of its characters on purpose
 * (最。低。价), or a comma fell where a long word is drawn breath in (全网，最低价).
 */
function holdsTogether({ gaps }: Folded, start: number, end: number): boolean {
  let broken = 0
  let at = 0
  for (let i = start + 1; i < end; i++) {
    if ((gaps[i] as number) < Gap.clause) continue
    broken++
    at = i
  }
  if (broken === 0) return true
  let apart = 0
  for (let i = start + 1; i < end; i++) if (gaps[i] !== Gap.none) apart++
  if (end - start > 2 && apart === end - start - 1) return true
  return broken === 1 && gaps[at] === Gap.clause && at - start >= 2 && end - at >= 2
}

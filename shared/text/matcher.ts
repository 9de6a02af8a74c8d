import { type Automaton, buildAutomaton, scan } from './automaton.ts'
import { type Folded, foldWord, Gap, type Signs } from './fold.ts'
import { findNumbers } from './numbers.ts'
import type { Part } from './pattern.ts'
import { type Soft, soften, softWord } from './soft.ts'
import { hear, initialOf, soundOfWord } from './sound.ts'

/** How a word of a pattern was recognised, from sure to doubtful. */
export const How = { exact: 0, soft: 1, sound: 2 } as const

/** One place where a word of a set stands: folded units `start` to `end`. */
export interface Occurrence {
  readonly start: number
  readonly end: number
  readonly word: number
  readonly how: number
}

type Step =
  | { readonly kind: 'set'; readonly set: number; readonly optional: boolean }
  | { readonly kind: 'number'; readonly optional: boolean }
  | { readonly kind: 'gap'; readonly max: number; readonly sentence: boolean }

export interface CompiledPattern {
  readonly steps: readonly Step[]
  /** May be recognised by sound alone. */
  readonly sound: boolean
}

/** A stretch of folded units that a pattern matched, and the words that made it. */
export interface Match {
  readonly start: number
  readonly end: number
  readonly words: readonly Occurrence[]
}

/** Patterns compiled together: one automaton per stream over every word any of them uses. */
export interface Matcher {
  readonly patterns: readonly CompiledPattern[]
  readonly words: readonly string[]
  /** Sets a word belongs to. */
  readonly setsOf: readonly (readonly number[])[]
  /** Patterns that need a set: its occurrence wakes them. */
  readonly wakes: readonly (readonly number[])[]
  readonly exact: Automaton
  readonly soft: Automaton
  readonly softWords: Int32Array
  readonly sound: Automaton
  readonly soundWords: Int32Array
}

/** Words shorter than this are recognised as written only. */
const minSoundUnits = 2
const minSoftUnits = 2

export interface PatternSource {
  readonly parts: readonly Part[]
  readonly sound: boolean
}

/** Compiles patterns. Pure; equal sources give equal matchers. */
export function compileMatcher(sources: readonly PatternSource[], signs: Signs): Matcher {
  const words: string[] = []
  const units: Uint16Array[] = []
  const numbers = new Map<string, number>()
  const setsOf: number[][] = []
  const sets = new Map<string, number>()
  const wakes: number[][] = []
  const wordNumber = (word: string) => {
    const folded = foldWord(word, signs)
    const key = String.fromCharCode(...folded)
    const known = numbers.get(key)
    if (known !== undefined || folded.length === 0) return known
    numbers.set(key, words.length)
    words.push(key)
    units.push(folded)
    setsOf.push([])
    return words.length - 1
  }
  const setNumber = (part: Extract<Part, { kind: 'words' }>) => {
    const members = [...new Set(part.words.map(wordNumber).filter((n) => n !== undefined))]
    const key = members.toSorted((a, b) => a - b).join()
    const known = sets.get(key)
    if (known !== undefined) return known
    const set = sets.size
    sets.set(key, set)
    wakes.push([])
    for (const word of members) setsOf[word]?.push(set)
    return set
  }
  const patterns = sources.map(({ parts, sound }, number): CompiledPattern => {
    let woken = false
    const steps = parts.map((part): Step => {
      if (part.kind !== 'words') return part
      const set = setNumber(part)
      if (!part.optional && !woken) {
        wakes[set]?.push(number)
        woken = true
      }
      return { kind: 'set', set, optional: part.optional }
    })
    return { steps, sound }
  })
  const softOnes = entriesOf(units, softForms)
  const soundOnes = entriesOf(units, soundForms)
  return {
    patterns,
    words,
    setsOf,
    wakes,
    exact: buildAutomaton(units),
    soft: buildAutomaton(softOnes.entries),
    softWords: Int32Array.from(softOnes.of),
    sound: buildAutomaton(soundOnes.entries),
    soundWords: Int32Array.from(soundOnes.of),
  }
}

function entriesOf(units: readonly Uint16Array[], forms: (u: Uint16Array) => Uint16Array[]) {
  const entries: Uint16Array[] = []
  const of: number[] = []
  units.forEach((u, word) => {
    for (const form of forms(u)) {
      entries.push(form)
      of.push(word)
    }
  })
  return { entries, of }
}

function softForms(units: Uint16Array): Uint16Array[] {
  const soft = softWord(units)
  return soft.length >= minSoftUnits ? [soft] : []
}

/** A word as it sounds, and with any one character but the first given by its initial alone. */
function soundForms(units: Uint16Array): Uint16Array[] {
  if (units.length < minSoundUnits) return []
  const classes = soundOfWord(units)
  if (!classes) return []
  const forms = [classes]
  for (let i = 1; i < units.length; i++) {
    const initial = initialOf(units[i] as number)
    if (initial) forms.push(classes.with(i, initial))
  }
  return forms
}

/** Everything found in one text, from which patterns are put together. */
export interface Found {
  readonly folded: Folded
  readonly bySet: Map<number, Occurrence[]>
  readonly awake: ReadonlySet<number>
  numbers: number[] | null
}

/** Looks for every word of every pattern, as written, as softened and as heard. */
export function findWords(matcher: Matcher, folded: Folded): Found {
  const bySet = new Map<number, Occurrence[]>()
  const awake = new Set<number>()
  const add = (word: number, start: number, end: number, how: number) => {
    for (const set of matcher.setsOf[word] ?? []) {
      const list = bySet.get(set)
      const occurrence = { start, end, word, how }
      if (!list) bySet.set(set, [occurrence])
      else if (!list.some((o) => o.start === start && o.end === end && o.how <= how))
        list.push(occurrence)
      for (const pattern of matcher.wakes[set] ?? []) awake.add(pattern)
    }
  }
  const { units, length } = folded
  const { lengths } = matcher.exact
  scan(matcher.exact, units, length, (word, end) => {
    const start = end - (lengths[word] as number)
    if (holdsTogether(folded, start, end)) add(word, start, end, How.exact)
  })
  const soft: Soft = soften(folded)
  if (soft.changed)
    scan(matcher.soft, soft.units, soft.length, (entry, end) => {
      const start = soft.at[end - (matcher.soft.lengths[entry] as number)] as number
      const to = (soft.at[end - 1] as number) + 1
      if (isSame(matcher, entry, folded, start, to)) return
      if (holdsTogether(folded, start, to))
        add(matcher.softWords[entry] as number, start, to, How.soft)
    })
  const heard = hear(units, length)
  scan(matcher.sound, heard.classes, heard.length, (entry, end) => {
    const first = end - (matcher.sound.lengths[entry] as number)
    const start = heard.from[first] as number
    const to = heard.to[end - 1] as number
    const word = matcher.soundWords[entry] as number
    if (foldedEquals(folded, start, to, matcher.words[word] ?? '')) return
    if (holdsTogether(folded, start, to)) add(word, start, to, How.sound)
  })
  return { folded, bySet, awake, numbers: null }
}

function isSame(matcher: Matcher, entry: number, folded: Folded, start: number, to: number) {
  return foldedEquals(folded, start, to, matcher.words[matcher.softWords[entry] as number] ?? '')
}

function foldedEquals({ units }: Folded, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false
  for (let i = 0; i < word.length; i++) if (units[start + i] !== word.charCodeAt(i)) return false
  return true
}

/**
 * A word may not be put together across a sentence end, unless something was put between all of its characters on
 * purpose (最。低。价).
 */
function holdsTogether({ gaps }: Folded, start: number, end: number): boolean {
  let broken = 0
  for (let i = start + 1; i < end; i++) if ((gaps[i] as number) >= Gap.clause) broken++
  return broken === 0 || (end - start > 2 && broken === end - start - 1)
}

/** Every stretch that a pattern matches: from each place of its first word, the nearest way through its parts. */
export function matchPattern(matcher: Matcher, number: number, found: Found): Match[] {
  const pattern = matcher.patterns[number]
  if (!pattern) return []
  const out: Match[] = []
  const { steps } = pattern
  const places = (step: Step): readonly Occurrence[] => {
    if (step.kind === 'set') return found.bySet.get(step.set) ?? []
    found.numbers ??= findNumbers(found.folded.units, found.folded.length)
    const list: Occurrence[] = []
    for (let i = 0; i < found.numbers.length; i += 2)
      list.push({
        start: found.numbers[i] as number,
        end: found.numbers[i + 1] as number,
        word: -1,
        how: How.exact,
      })
    return list
  }
  const walk = (
    index: number,
    end: number,
    gap: number,
    sentence: boolean,
    words: Occurrence[],
  ): boolean => {
    const step = steps[index]
    if (!step) {
      if (words.length > 0)
        out.push({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0, words: [...words] })
      return words.length > 0
    }
    if (step.kind === 'gap') return walk(index + 1, end, step.max, step.sentence, words)
    let matched = false
    for (const place of places(step)) {
      const away = place.start - end
      if (words.length > 0 && (away < 0 || away > gap)) continue
      if (words.length > 0 && !sameSentence(found.folded, end, place.start)) continue
      words.push(place)
      matched = walk(index + 1, place.end, 0, false, words) || matched
      words.pop()
      if (out.length > 200) return true
    }
    if (step.optional && !matched) return walk(index + 1, end, gap, sentence, words)
    return matched
  }
  walk(0, 0, Number.POSITIVE_INFINITY, true, [])
  return out.filter((match) => isCredible(pattern, match, found.folded))
}

function sameSentence({ gaps }: Folded, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (gaps[i] === Gap.sentence) return false
  return true
}

/**
 * Sound alone proves nothing for short words (matching.md measures 24 to 54 false hits per 10,000 characters for two
 * syllables, 0.04 for three and more): three syllables at least, and no more than half of what was matched changed.
 */
function isCredible(pattern: CompiledPattern, { words }: Match, folded: Folded): boolean {
  const doubtful = words.filter(({ how }) => how !== How.exact)
  if (doubtful.length === 0) return true
  const total = words.reduce((sum, { start, end }) => sum + end - start, 0)
  if (doubtful.every(({ how }) => how === How.soft)) return true
  if (!pattern.sound) return false
  return total >= 3 && folded.length >= 3
}

import { type FoldTable, foldWord } from '../fold.ts'
import { type Anchors, findAnchors, flatten, type Layout } from './anchors.ts'
import { numberWord } from './numbers.ts'
import { sameForNumerals, withDigits } from './numerals.ts'
import { type Part, type Path, run } from './pattern.ts'
import { type Fillers, makeFillers, softWord } from './soft.ts'
import { byCharacter, initialsOfWord, soundOfWord } from './sound.ts'
import { type Starts, startsOf } from './starts.ts'
import { type Stream, streamOf, writtenStreams } from './streams.ts'
import { makeTraits } from './traits.ts'
import type { Trie } from './trie.ts'
import { numberSet, Use, Vocabulary } from './vocabulary.ts'

export interface PatternSource {
  readonly paths: readonly Path[]
  /** May be recognised by sound too. */
  readonly sound: boolean
}

/** What a slot asks for beside its word; bits of `slotAsks`. */
export const Ask = {
  first: 1,
  last: 2,
  opens: 4,
  closes: 8,
  sentence: 16,
  sound: 32,
  /** By sound only: as written its parts are asked for by a path of their own. */
  heard: 64,
} as const

/**
 * Patterns compiled together. Every path is a row of slots, one per word or number, each after the one before it; a word
 * belongs to sets, a set is used by slots. One trie per stream holds every word that any of them uses.
 */
export interface Matcher {
  readonly patterns: number
  /** Folded words by number. */
  readonly words: readonly string[]
  /** Sets of word `w`: `sets[setsFrom[w] … setsFrom[w + 1]]`; slots of set `s` likewise. */
  readonly setsFrom: Int32Array
  readonly sets: Int32Array
  readonly slotsFrom: Int32Array
  readonly slots: Int32Array
  readonly slotPattern: Int32Array
  readonly slotAsks: Uint8Array
  /** Units that may stand between a slot's word and the one before it. */
  readonly slotGap: Int32Array
  readonly slotSet: Int32Array
  /** Slots of path `p`: `pathFrom[p]` to `pathFrom[p + 1]`. */
  readonly pathFrom: Int32Array
  readonly anchors: Anchors
  /** The word of one character of every unit, 0 for none; further ones of the same form follow in `exact.alike`. */
  readonly singles: Int32Array
  readonly numbers: boolean
  readonly fillers: Fillers
  /** Of every unit; see `Trait`. */
  readonly traits: Uint8Array
  readonly exact: Stream
  /** What the words as written begin with that may stand in a text from their end. */
  readonly reversible: Starts
  readonly soft: Stream
  /** Words of three syllables and more; those of two, which count only where letters stand in the text. */
  readonly sound: Stream
  readonly shortSound: Stream
  /** The trie of `sound` for a text of characters only. */
  readonly plainSound: Trie
  /** Words that are a whole path, as the first letters of their syllables. */
  readonly initials: Stream
}

/** Shorter words stand in every text: they are looked up by their character when a path may open. */
const minScanned = 2
/** Shorter words stand reversed in honest texts by chance. */
export const minReversed = 4
/** One beginning that only seems to be there has the whole text read from its end. */
const reversibleRows = 4
/** Shorter words are recognised as written only. */
const minSoftUnits = 2
const minSoundUnits = 3
const shortSoundUnits = 2
/** Words that meet are put together for the ear up to this many: by sound two syllables alone prove nothing. */
const maxHeard = 500
/** Shorter runs of initials stand for too many things; longer ones nobody writes. */
export const minInitials = 4
export const maxInitials = 12

/**
 * Compiles patterns. Pure; equal sources give equal matchers. `talk` is a sample of what is said, which makes matching
 * fast and changes no match.
 */
export function compileMatcher(
  sources: readonly PatternSource[],
  table: FoldTable,
  fillerWords: readonly string[],
  talk: readonly string[] = [],
): Matcher {
  const fillers = makeFillers(fillerWords.map((word) => foldWord(word, table)))
  const vocabulary = new Vocabulary(table)
  const slotsOf: number[][] = [[]]
  const slotPattern: number[] = []
  const slotAsks: number[] = []
  const slotGap: number[] = []
  const slotSet: number[] = []
  const pathFrom: number[] = []

  const addPath = (
    { parts, opens, closes }: Path,
    pattern: number,
    sound: boolean,
    apart?: readonly Part[],
  ) => {
    const last = parts.length - 1
    pathFrom.push(slotPattern.length)
    let asks = Ask.first | (opens ? Ask.opens : 0)
    let gap = 0
    parts.forEach((part, i) => {
      if (part.kind === 'gap') {
        gap = part.max
        if (part.scope === 'sentence') asks |= Ask.sentence
        return
      }
      if (i === last) asks |= Ask.last | (closes ? Ask.closes : 0)
      const onlyHeard = apart !== undefined && !apart.includes(part)
      const uses = (sound ? Use.heard : 0) | (onlyHeard ? 0 : Use.written)
      const set = part.kind === 'words' ? vocabulary.setOf(part.words, uses) : numberSet
      slotsOf[set] ??= []
      slotsOf[set].push(slotPattern.length)
      slotSet.push(set)
      slotPattern.push(pattern)
      slotAsks.push(asks | (sound ? Ask.sound : 0) | (onlyHeard ? Ask.heard : 0))
      slotGap.push(gap)
      asks = 0
      gap = 0
    })
  }
  sources.forEach(({ paths, sound }, pattern) => {
    for (const path of paths) {
      addPath(path, pattern, sound)
      const whole = sound ? run(path.parts, maxHeard) : null
      if (whole) addPath({ ...path, parts: whole }, pattern, sound, path.parts)
    }
  })

  const { words, uses, setsFrom, sets } = vocabulary.laidOut()
  const [slotsFrom, slots] = flatten(slotsOf)
  const layout = {
    slotSet: Int32Array.from(slotSet),
    pathFrom: Int32Array.from([...pathFrom, slotPattern.length]),
  }
  const all = { words, setsFrom, sets, ...layout, setCount: slotsOf.length }
  const units = words.with(numberWord, '')
  const usedAs = (use: number) =>
    units.map((word, i) => (((uses[i] as number) & use) === 0 ? '' : word))
  const seen = usedAs(Use.written)
  const withSound = usedAs(Use.heard)
  const written = seen.map((word) => atLeast(withDigits(word), minScanned))
  const [exact, soft] = writtenStreams(
    written,
    seen.map((word) => atLeast(withDigits(softWord(word, fillers)), minSoftUnits)),
  )
  const singles = singlesOf(units, exact.alike)
  const sound = streamOf(withSound.map((word) => atLeast(soundOfWord(word), minSoundUnits)))
  const sample = talk.map((text) => withDigits(foldWord(text, table)))
  return {
    patterns: sources.length,
    words,
    setsFrom,
    sets,
    slotsFrom,
    slots,
    slotPattern: Int32Array.from(slotPattern),
    slotAsks: Uint8Array.from(slotAsks),
    slotGap: Int32Array.from(slotGap),
    ...layout,
    anchors: findAnchors(all, exact, singles, sample),
    singles,
    numbers: (slotsOf[0]?.length ?? 0) > 0,
    fillers,
    traits: makeTraits(fillers),
    exact,
    reversible: startsOf(
      written.filter((word) => word !== null && word.length >= minReversed) as string[],
      exact.trie.classOf,
      reversibleRows,
    ),
    soft,
    sound,
    plainSound: byCharacter(sound.trie),
    shortSound: streamOf(
      withSound.map((word) => (word.length === shortSoundUnits ? soundOfWord(word) : null)),
    ),
    initials: streamOf(initialsOf(withSound, all)),
  }
}

/** First letters of the words that are all of a path; null for the others. */
function initialsOf(
  words: readonly string[],
  { setsFrom, sets, slotSet, pathFrom, setCount }: Layout,
): (string | null)[] {
  const whole = new Uint8Array(setCount)
  for (let path = 0; path + 1 < pathFrom.length; path++) {
    const from = pathFrom[path] as number
    if (pathFrom[path + 1] === from + 1) whole[slotSet[from] as number] = 1
  }
  return words.map((word, number) => {
    if (word.length < minInitials || word.length > maxInitials) return null
    const own = sets.subarray(setsFrom[number], setsFrom[number + 1])
    if (!own.some((set) => whole[set] === 1)) return null
    const letters = initialsOfWord(word)
    return letters && !/[aeo]/.test(letters) ? letters : null
  })
}

/** Table of the words of one character; those of one form are strung together in `alike`. */
function singlesOf(units: readonly string[], alike: Int32Array): Int32Array {
  const singles = new Int32Array(65_536)
  units.forEach((unit, word) => {
    if (unit.length !== 1) return
    const code = withDigits(unit).charCodeAt(0)
    alike[word] = singles[code] || -1
    singles[code] = word
  })
  return sameForNumerals(singles)
}

const atLeast = (word: string | null, length: number) =>
  word !== null && word.length >= length ? word : null

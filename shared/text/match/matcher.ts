import { type FoldTable, foldWord } from '../fold.ts'
import { type Automaton, buildAutomaton } from './automaton.ts'
import { readNumerals, withDigits } from './numerals.ts'
import type { Part, Path } from './pattern.ts'
import { type Fillers, makeFillers, softWord } from './soft.ts'
import { soundOfWord } from './sound.ts'

export interface PatternSource {
  readonly paths: readonly Path[]
  /** May be recognised by sound too. */
  readonly sound: boolean
}

/** Word 0 stands for any number. */
export const numberWord = 0

/** What a slot asks for beside its word; bits of `slotAsks`. */
export const Ask = { first: 1, last: 2, opens: 4, closes: 8, sentence: 16, sound: 32 } as const

/**
 * Patterns compiled together. Every path is a row of slots, one per word or number, each after the one before it; a word
 * belongs to sets, a set is used by slots. One automaton per stream holds every word that any of them uses.
 */
export interface Matcher {
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
  readonly slotPath: Int32Array
  /** Slots of path `p`: `pathFrom[p]` to `pathFrom[p + 1]`. */
  readonly pathFrom: Int32Array
  /** Paths whose rarest set is `s`: `anchored[anchoredFrom[s] … anchoredFrom[s + 1]]`; without it they cannot match. */
  readonly anchoredFrom: Int32Array
  readonly anchored: Int32Array
  readonly numbers: boolean
  readonly fillers: Fillers
  readonly exact: Stream
  readonly soft: Stream
  /** Words of three syllables and more; those of two, which count only where letters stand in the text. */
  readonly sound: Stream
  readonly shortSound: Stream
}

/** An automaton, the first word each of its entries stands for, and after each word the next of the same form or -1. */
export interface Stream {
  readonly automaton: Automaton
  readonly wordOf: Int32Array
  readonly alike: Int32Array
}

/** Shorter words are recognised as written only. */
const minSoftUnits = 2
const minSoundUnits = 3
const shortSoundUnits = 2

/** Compiles patterns. Pure; equal sources give equal matchers. */
export function compileMatcher(
  sources: readonly PatternSource[],
  table: FoldTable,
  fillerWords: readonly string[],
): Matcher {
  const fillers = makeFillers(fillerWords.map((word) => foldWord(word, table)))
  const words = ['#']
  const heard: boolean[] = [false]
  const known = new Map<string, number>()
  const setsOf: number[][] = [[0]]
  const setNumbers = new Map<string, number>([['#', 0]])
  const slotsOf: number[][] = [[]]
  const slotPattern: number[] = []
  const slotAsks: number[] = []
  const slotGap: number[] = []
  const slotSet: number[] = []
  const slotPath: number[] = []
  const pathFrom: number[] = []
  const rarities: number[] = [rarity([])]
  const anchoredOf: number[][] = [[]]

  /** Number of a word, or -1 when nothing of it is left to match. */
  const wordNumber = (word: string, sound: boolean) => {
    const folded = foldWord(word, table)
    if (folded === '') return -1
    let number = known.get(folded)
    if (number === undefined) {
      number = words.length
      known.set(folded, number)
      words.push(folded)
      setsOf.push([])
      heard.push(false)
    }
    if (sound) heard[number] = true
    return number
  }
  const setNumber = (part: Part, sound: boolean) => {
    if (part.kind !== 'words') return 0
    const all = new Set(part.words.map((word) => wordNumber(word, sound)))
    all.delete(-1)
    const members = Int32Array.from(all).sort()
    const key = members.join()
    const old = setNumbers.get(key)
    if (old !== undefined) return old
    const set = slotsOf.length
    setNumbers.set(key, set)
    slotsOf.push([])
    anchoredOf.push([])
    rarities.push(rarity(Array.from(members, (word) => words[word] ?? '')))
    for (const word of members) setsOf[word]?.push(set)
    return set
  }
  const addPath = ({ parts, opens, closes }: Path, pattern: number, sound: boolean) => {
    const last = parts.length - 1
    const path = pathFrom.length
    let anchor = -1
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
      const set = setNumber(part, sound)
      if (anchor < 0 || (rarities[set] as number) < (rarities[anchor] as number)) anchor = set
      slotsOf[set]?.push(slotPattern.length)
      slotSet.push(set)
      slotPath.push(path)
      slotPattern.push(pattern)
      slotAsks.push(asks | (sound ? Ask.sound : 0))
      slotGap.push(gap)
      asks = 0
      gap = 0
    })
    anchoredOf[anchor]?.push(path)
  }
  sources.forEach(({ paths, sound }, pattern) => {
    for (const path of paths) addPath(path, pattern, sound)
  })

  const [setsFrom, sets] = flatten(setsOf)
  const [slotsFrom, slots] = flatten(slotsOf)
  const [anchoredFrom, anchored] = flatten(anchoredOf)
  const units = words.with(numberWord, '')
  const withSound = units.map((word, i) => (heard[i] ? word : ''))
  return {
    words,
    setsFrom,
    sets,
    slotsFrom,
    slots,
    slotPattern: Int32Array.from(slotPattern),
    slotAsks: Uint8Array.from(slotAsks),
    slotGap: Int32Array.from(slotGap),
    slotSet: Int32Array.from(slotSet),
    slotPath: Int32Array.from(slotPath),
    pathFrom: Int32Array.from([...pathFrom, slotPattern.length]),
    anchoredFrom,
    anchored,
    numbers: (slotsOf[0]?.length ?? 0) > 0,
    fillers,
    exact: withNumerals(streamOf(units, withDigits)),
    soft: withNumerals(
      streamOf(units, (word) => atLeast(withDigits(softWord(word, fillers)), minSoftUnits)),
    ),
    sound: streamOf(withSound, (word) => atLeast(soundOfWord(word), minSoundUnits)),
    shortSound: streamOf(withSound, (word) =>
      word.length === shortSoundUnits ? soundOfWord(word) : null,
    ),
  }
}

/** The most frequent characters of spoken Chinese. */
const common = new Set(
  '的一是了不在有人这个上来到大为和你说生年着就那要出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美给吃买喝点家们拍我他她它卖',
)
/** Rough shares of a text's characters, of numbers; only their order matters. */
const commonShare = 0.01
const rareShare = 0.0005
const numberShare = 0.05

/** About how often one of a set's words stands at a place of a text; the number's set has none. */
function rarity(words: readonly string[]): number {
  if (words.length === 0) return numberShare
  const share = (word: string) =>
    [...word].reduce((product, char) => product * (common.has(char) ? commonShare : rareShare), 1)
  return words.reduce((sum, word) => sum + share(word), 0)
}

const withNumerals = (stream: Stream): Stream => ({
  ...stream,
  automaton: readNumerals(stream.automaton),
})

const atLeast = (word: string | null, length: number) =>
  word !== null && word.length >= length ? word : null

function streamOf(units: readonly string[], form: (word: string) => string | null): Stream {
  const entries: string[] = []
  const wordOf: number[] = []
  const alike = new Int32Array(units.length).fill(-1)
  const latest = new Map<string, number>()
  units.forEach((unit, word) => {
    const entry = unit === '' ? null : form(unit)
    if (!entry) return
    const before = latest.get(entry)
    latest.set(entry, word)
    // What one rule calls a word must not depend on the words of the others.
    if (before !== undefined) alike[before] = word
    else {
      entries.push(entry)
      wordOf.push(word)
    }
  })
  return { automaton: buildAutomaton(entries), wordOf: Int32Array.from(wordOf), alike }
}

/** Lists of numbers as one array and where each begins. */
function flatten(lists: readonly (readonly number[])[]): [Int32Array, Int32Array] {
  const from = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => {
    from[i + 1] = (from[i] as number) + list.length
  })
  return [from, Int32Array.from(lists.flat())]
}

import { type FoldTable, foldWord } from '../fold.ts'
import { type Automaton, buildAutomaton } from './automaton.ts'
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
  readonly numbers: boolean
  readonly fillers: Fillers
  readonly exact: Stream
  readonly soft: Stream
  readonly sound: Stream
}

/** An automaton and the word each of its entries stands for. */
export interface Stream {
  readonly automaton: Automaton
  readonly wordOf: Int32Array
}

/** Shorter words are recognised as written only. */
const minSoftUnits = 2
const minSoundUnits = 2

/** Compiles patterns. Pure; equal sources give equal matchers. */
export function compileMatcher(
  sources: readonly PatternSource[],
  table: FoldTable,
  fillerWords: readonly string[],
): Matcher {
  const fillers = makeFillers(fillerWords.map((word) => foldWord(word, table)))
  const words = ['#']
  const units: Uint16Array[] = [new Uint16Array(0)]
  const heard: boolean[] = [false]
  const known = new Map<string, number>()
  const setsOf: number[][] = [[0]]
  const setNumbers = new Map<string, number>([['#', 0]])
  const slotsOf: number[][] = [[]]
  const slotPattern: number[] = []
  const slotAsks: number[] = []
  const slotGap: number[] = []

  const wordNumber = (word: string, sound: boolean) => {
    const folded = foldWord(word, table)
    if (folded.length === 0) return []
    const key = String.fromCharCode(...folded)
    let number = known.get(key)
    if (number === undefined) {
      number = words.length
      known.set(key, number)
      words.push(key)
      units.push(folded)
      setsOf.push([])
      heard.push(false)
    }
    if (sound) heard[number] = true
    return [number]
  }
  const setNumber = (part: Part, sound: boolean) => {
    if (part.kind !== 'words') return 0
    const members = [...new Set(part.words.flatMap((word) => wordNumber(word, sound)))]
    const key = members.toSorted((a, b) => a - b).join()
    const old = setNumbers.get(key)
    if (old !== undefined) return old
    const set = slotsOf.length
    setNumbers.set(key, set)
    slotsOf.push([])
    for (const word of members) setsOf[word]?.push(set)
    return set
  }
  const addPath = ({ parts, opens, closes }: Path, pattern: number, sound: boolean) => {
    const last = parts.length - 1
    let asks = Ask.first | (opens ? Ask.opens : 0)
    let gap = 0
    parts.forEach((part, i) => {
      if (part.kind === 'gap') {
        gap = part.max
        if (part.scope === 'sentence') asks |= Ask.sentence
        return
      }
      if (i === last) asks |= Ask.last | (closes ? Ask.closes : 0)
      slotsOf[setNumber(part, sound)]?.push(slotPattern.length)
      slotPattern.push(pattern)
      slotAsks.push(asks | (sound ? Ask.sound : 0))
      slotGap.push(gap)
      asks = 0
      gap = 0
    })
  }
  sources.forEach(({ paths, sound }, pattern) => {
    for (const path of paths) addPath(path, pattern, sound)
  })

  const [setsFrom, sets] = flatten(setsOf)
  const [slotsFrom, slots] = flatten(slotsOf)
  const withSound = units.map((u, word) => (heard[word] ? u : new Uint16Array(0)))
  return {
    words,
    setsFrom,
    sets,
    slotsFrom,
    slots,
    slotPattern: Int32Array.from(slotPattern),
    slotAsks: Uint8Array.from(slotAsks),
    slotGap: Int32Array.from(slotGap),
    numbers: (slotsOf[0]?.length ?? 0) > 0,
    fillers,
    exact: streamOf(units, (u) => u),
    soft: streamOf(units, (u) => atLeast(softWord(u, fillers), minSoftUnits)),
    sound: streamOf(withSound, (u) => atLeast(soundOfWord(u), minSoundUnits)),
  }
}

const atLeast = (units: Uint16Array | null, length: number) =>
  units && units.length >= length ? units : null

function streamOf(
  units: readonly Uint16Array[],
  form: (units: Uint16Array) => Uint16Array | null,
): Stream {
  const entries: Uint16Array[] = []
  const wordOf: number[] = []
  units.forEach((u, word) => {
    const entry = u.length === 0 ? null : form(u)
    if (!entry) return
    entries.push(entry)
    wordOf.push(word)
  })
  return { automaton: buildAutomaton(entries), wordOf: Int32Array.from(wordOf) }
}

/** Lists of numbers as one array and where each begins. */
function flatten(lists: readonly (readonly number[])[]): [Int32Array, Int32Array] {
  const from = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => {
    from[i + 1] = (from[i] as number) + list.length
  })
  return [from, Int32Array.from(lists.flat())]
}

import { rareReadings, readings } from '../tables/readings.ts'
import { isLatin } from './latin.ts'
import { maxRun, Pinyin } from './pinyin.ts'
import { Room } from './room.ts'
import { scan, step, type Trie } from './trie.ts'

/**
 * Sound classes: toneless syllables with the confusions of dialect and of speech recognition merged (zh z, ch c, sh s,
 * n l, ang an, eng en, ing in). Two characters of one class may be heard for each other.
 */
const classNames = new Map<string, number>()
const syllableClass = new Map<string, number>()
const charClass = new Uint16Array(65_536)
const charInitial = new Uint8Array(65_536)
/** Classes of the syllables that begin with a letter, for a lone initial (全w最低). */
const byInitial = new Map<number, number[]>()

/** Characters that Chinese of today is not written with: whoever writes one (全蛧, 不蓜) means its sound. */
const rare = new Uint8Array(65_536)

for (const group of `${readings} ${rareReadings}`.split(' ')) {
  const syllable = /^[a-z]+/.exec(group)?.[0] ?? ''
  const id = classOfSyllable(syllable)
  syllableClass.set(syllable, id)
  for (const char of group.slice(syllable.length)) {
    charClass[char.charCodeAt(0)] = id
    charInitial[char.charCodeAt(0)] = syllable.charCodeAt(0)
  }
  const first = syllable.charCodeAt(0)
  byInitial.set(first, [...new Set([...(byInitial.get(first) ?? []), id])])
}

for (const char of rareReadings.replaceAll(/[a-z ]/g, '')) rare[char.charCodeAt(0)] = 1

const pinyin = new Pinyin(syllableClass)

function classOfSyllable(syllable: string): number {
  const heard = syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n/, 'l')
    .replace(/([aei])ng$/, '$1n')
  const known = classNames.get(heard)
  if (known !== undefined) return known
  const id = classNames.size + 1
  classNames.set(heard, id)
  return id
}

export const isRare = (unit: number): boolean => rare[unit] === 1

/** What a syllable of the text was: a character, one in letters or in a rare character, a lone letter, or none of these. */
export const Voice = { none: 0, character: 1, letters: 2, initial: 3 } as const

/**
 * A text as it sounds: one class per syllable, and the stretch of folded units each stands for. Working memory: the
 * next text overwrites it.
 */
export interface Heard {
  readonly classes: Uint16Array
  readonly voices: Uint8Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly length: number
  /** Whether syllables in letters, lone letters, and any letters stand in it. */
  readonly letters: boolean
  readonly initials: boolean
  readonly latin: boolean
}

const room = new Room()

/**
 * Reads folded units aloud. Latin runs are read as pinyin where they divide into syllables, with digits in the place of
 * letters too (qu4nw4ng); a lone letter is an initial.
 */
export function hear(units: Uint16Array, length: number): Heard {
  const { units: classes, marks: voices, from, to } = room.of(length)
  let n = 0
  let letters = false
  let initials = false
  let latin = false
  for (let i = 0; i < length; ) {
    const unit = units[i] as number
    let end = i + 1
    let run: readonly (readonly [number, number])[] | null = null
    if (!isLatin(unit)) {
      const id = charClass[unit] as number
      classes[n] = id
      const seldom = isRare(unit)
      voices[n] = id === 0 ? Voice.none : seldom ? Voice.letters : Voice.character
      letters ||= seldom
    } else {
      latin = true
      run = disguised(units, i, length)
      if (run) for (const [, size] of run) end += size
      else while (end < length && isLatin(units[end] as number)) end++
      if (run) end--
      else if (end - i > 1) run = pinyin.divide(units, i, end)
      const isInitial = end - i === 1
      classes[n] = isInitial ? unit : 0
      voices[n] = isInitial ? Voice.initial : Voice.none
      initials ||= isInitial
      letters ||= run !== null
    }
    if (!run) {
      from[n] = i
      to[n++] = end
    }
    for (const [id, size] of run ?? []) {
      classes[n] = id
      voices[n] = Voice.letters
      from[n] = i
      i += size
      to[n++] = i
    }
    i = end
  }
  return { classes, voices, from, to, length: n, letters, initials, latin }
}

const digitLetters = new Map(
  [...'0o1i3e4a5s'].flatMap((digit, i, all) =>
    i % 2 === 0 ? [[digit.charCodeAt(0), all[i + 1]?.charCodeAt(0) ?? 0]] : [],
  ) as [number, number][],
)
/** Fewer syllables with digits in them are a size or a model number. */
const minDisguised = 3

/** The syllables of a run of letters with digits for some of them, from a letter on; null when it is none. */
function disguised(units: Uint16Array, at: number, length: number): [number, number][] | null {
  let end = at
  let digits = 0
  while (
    end < length &&
    (isLatin(units[end] as number) || digitLetters.has(units[end] as number))
  ) {
    if (!isLatin(units[end] as number)) digits++
    end++
  }
  if (digits === 0 || end - at > maxRun || end - at < 2 * minDisguised) return null
  const plain = units.slice(at, end).map((unit) => digitLetters.get(unit) ?? unit)
  const run = pinyin.divide(plain, 0, plain.length)
  return run && run.length >= minDisguised ? run : null
}

/** A trie of sound classes that reads characters, each of them a syllable. */
export function byCharacter(trie: Trie): Trie {
  return { ...trie, classOf: charClass.map((id) => trie.classOf[id] as number) }
}

/** How a lexicon word sounds, a class a unit; null when not all of it is Chinese with a known reading. */
export function soundOfWord(word: string): string | null {
  const ids: number[] = []
  for (let i = 0; i < word.length; i++) {
    const id = charClass[word.charCodeAt(i)] as number
    if (id === 0) return null
    ids.push(id)
  }
  return word === '' ? null : String.fromCharCode(...ids)
}

/** First letters of a word's syllables; null when not all of it is Chinese with a known reading. */
export function initialsOfWord(word: string): string | null {
  let out = ''
  for (let i = 0; i < word.length; i++) {
    const letter = charInitial[word.charCodeAt(i)] as number
    if (letter === 0) return null
    out += String.fromCharCode(letter)
  }
  return out
}

/** Told of one occurrence by sound: entry, and its first and last syllable. */
export type OnHeard = (entry: number, first: number, last: number) => void

/** More ways of hearing a text at once than this are not followed. */
const maxStates = 64

/** Looks for the entries among the syllables; a lone letter goes every way that begins with it. */
export function scanHeard(trie: Trie, heard: Heard, onHeard: OnHeard): void {
  const { classes, voices, length } = heard
  if (!heard.initials) {
    scan(trie, classes, length, (entry, start, end) => onHeard(entry, start, end - 1))
    return
  }
  for (let first = 0; first < length; first++) {
    let states = [0]
    for (let i = first; i < length && states.length > 0; i++) {
      const id = classes[i] as number
      const ways = voices[i] === Voice.initial ? (byInitial.get(id) ?? []) : [id]
      states = states
        .flatMap((state) => ways.map((way) => step(trie, state, way)))
        .filter((state) => state !== 0)
        .slice(0, maxStates)
      for (const state of states) {
        const entry = trie.entry[state] as number
        if (entry >= 0) onHeard(entry, first, i)
      }
    }
  }
}

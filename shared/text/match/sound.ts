import { readings } from '../tables/readings.ts'
import type { Automaton } from './automaton.ts'

/**
 * Sound classes: toneless syllables with the confusions of dialect and of speech recognition merged (zh z, ch c, sh s,
 * n l, ang an, eng en, ing in). Two characters of one class may be heard for each other.
 */
const classNames = new Map<string, number>()
const syllableClass = new Map<string, number>()
const charClass = new Uint16Array(65_536)
/** Classes of the syllables that begin with a letter, for a lone initial (全w最低). */
const byInitial = new Map<number, number[]>()

for (const group of readings.split(' ')) {
  const syllable = /^[a-z]+/.exec(group)?.[0] ?? ''
  const id = classOfSyllable(syllable)
  syllableClass.set(syllable, id)
  for (const char of group.slice(syllable.length)) charClass[char.charCodeAt(0)] = id
  const first = syllable.charCodeAt(0)
  byInitial.set(first, [...new Set([...(byInitial.get(first) ?? []), id])])
}

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

const isLatin = (unit: number) => unit >= 0x61 && unit <= 0x7a

/** What a syllable of the text was: a character, a syllable in letters, a lone letter, or none of these. */
export const Voice = { none: 0, character: 1, letters: 2, initial: 3 } as const

/** A text as it sounds: one class per syllable, and the stretch of folded units each stands for. */
export interface Heard {
  readonly classes: Uint16Array
  readonly voices: Uint8Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly length: number
}

/** Reads folded units aloud. Latin runs are read as pinyin where they divide into syllables; a lone letter is an initial. */
export function hear(units: Uint16Array, length: number): Heard {
  const classes = new Uint16Array(length)
  const voices = new Uint8Array(length)
  const from = new Int32Array(length)
  const to = new Int32Array(length)
  let n = 0
  const push = (id: number, voice: number, start: number, end: number) => {
    classes[n] = id
    voices[n] = voice
    from[n] = start
    to[n] = end
    n++
  }
  for (let i = 0; i < length; ) {
    const unit = units[i] as number
    if (!isLatin(unit)) {
      const id = charClass[unit] as number
      push(id, id === 0 ? Voice.none : Voice.character, i, i + 1)
      i++
      continue
    }
    let end = i
    while (end < length && isLatin(units[end] as number)) end++
    if (end - i === 1) push(unit, Voice.initial, i, end)
    else {
      const run = end - i <= 40 ? syllables(units, i, end) : null
      let at = i
      for (const [id, size] of run ?? []) {
        push(id, Voice.letters, at, at + size)
        at += size
      }
      if (!run) push(0, Voice.none, i, end)
    }
    i = end
  }
  return { classes, voices, from, to, length: n }
}

/** Divides a run of letters into pinyin, longest syllables first; null when it is not pinyin. */
function syllables(units: Uint16Array, at: number, end: number): [number, number][] | null {
  const dead = new Set<number>()
  const read = (from: number): [number, number][] | null => {
    if (from === end) return []
    if (dead.has(from)) return null
    for (let n = Math.min(6, end - from); n >= 1; n--) {
      const id = syllableClass.get(String.fromCharCode(...units.subarray(from, from + n)))
      const rest = id === undefined ? null : read(from + n)
      if (id !== undefined && rest) return [[id, n], ...rest]
    }
    dead.add(from)
    return null
  }
  return read(at)
}

/** How a lexicon word sounds, or null when not all of it is Chinese with a known reading. */
export function soundOfWord(units: Uint16Array): Uint16Array | null {
  const classes = Uint16Array.from(units, (unit) => charClass[unit] as number)
  return classes.length > 0 && classes.every((id) => id !== 0) ? classes : null
}

/** Told of one occurrence by sound: entry, and its first and last syllable. */
export type OnHeard = (entry: number, first: number, last: number) => void

/** More ways of hearing a text at once than this are not followed. */
const maxStates = 12

/** Runs the automaton over the syllables; a lone letter goes every way that begins with it. */
export function scanHeard(automaton: Automaton, heard: Heard, onHeard: OnHeard): void {
  const { entry, shorter, lengths } = automaton
  let states = [0]
  for (let i = 0; i < heard.length; i++) {
    const id = heard.classes[i] as number
    if (heard.voices[i] === Voice.initial) {
      const next = new Set<number>()
      for (const state of states)
        for (const one of byInitial.get(id) ?? []) next.add(step(automaton, state, one))
      states = [...next].slice(0, maxStates)
    } else if (states.length === 1) states[0] = id === 0 ? 0 : step(automaton, states[0] ?? 0, id)
    else states = [...new Set(states.map((state) => (id === 0 ? 0 : step(automaton, state, id))))]
    for (const state of states) {
      for (let s = entry[state] === -1 ? (shorter[state] as number) : state; s !== 0; ) {
        const number = entry[s] as number
        onHeard(number, i + 1 - (lengths[number] as number), i)
        s = shorter[s] as number
      }
    }
  }
}

function step({ classOf, base, check, fail }: Automaton, from: number, unit: number): number {
  const c = classOf[unit] as number
  if (c === 0) return 0
  for (let state = from; ; state = fail[state] as number) {
    const to = (base[state] as number) + c
    if (check[to] === state + 1) return to
    if (state === 0) return 0
  }
}

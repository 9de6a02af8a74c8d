import { readings } from './tables/readings.ts'

/**
 * Sound classes: toneless syllables with the confusions of dialect and of speech recognition merged (zh z, ch c, sh s,
 * n l, an ang, en eng, in ing). Two characters of one class may be heard for each other.
 */
const classNames = new Map<string, number>()
const syllableClass = new Map<string, number>()
const charClass = new Uint16Array(65_536)

/** Classes of a lone initial letter (全w最低) start here, above every syllable. */
const initialBase = 1000

for (const group of readings.split(' ')) {
  const syllable = /^[a-z]+/.exec(group)?.[0] ?? ''
  const id = classOfSyllable(syllable)
  syllableClass.set(syllable, id)
  for (const char of group.slice(syllable.length)) charClass[char.charCodeAt(0)] = id
}

function classOfSyllable(syllable: string): number {
  const heard = syllable
    .replace(/^zh/, 'z')
    .replace(/^ch/, 'c')
    .replace(/^sh/, 's')
    .replace(/^n/, 'l')
    .replace(/([aeiu])ng$/, '$1n')
  const known = classNames.get(heard)
  if (known !== undefined) return known
  const id = classNames.size + 1
  classNames.set(heard, id)
  return id
}

const initials = new Map<number, number>()
for (const group of readings.split(' ')) {
  const initial = group.charCodeAt(0)
  for (const char of group.replace(/^[a-z]+/, '')) initials.set(char.charCodeAt(0), initial)
}

/** The sound class of a Chinese character, 0 when it has none. */
export function soundOf(unit: number): number {
  return charClass[unit] as number
}

/** The class under which a lone Latin letter stands for a character that begins with it, 0 when there is none. */
export function initialOf(unit: number): number {
  const letter = initials.get(unit)
  return letter === undefined ? 0 : initialBase + letter
}

const isLatin = (unit: number) => unit >= 0x61 && unit <= 0x7a

/** A text as it sounds: one class per syllable, and the stretch of folded units each stands for. */
export interface Heard {
  readonly classes: Uint16Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly length: number
}

/** Reads folded units aloud. Latin runs are read as pinyin where they divide into syllables; a lone letter is an initial. */
export function hear(units: Uint16Array, length: number): Heard {
  const classes = new Uint16Array(length)
  const from = new Int32Array(length)
  const to = new Int32Array(length)
  let n = 0
  const push = (id: number, start: number, end: number) => {
    classes[n] = id
    from[n] = start
    to[n] = end
    n++
  }
  for (let i = 0; i < length; ) {
    const unit = units[i] as number
    if (!isLatin(unit)) {
      push(charClass[unit] as number, i, i + 1)
      i++
      continue
    }
    let end = i
    while (end < length && isLatin(units[end] as number)) end++
    let at = i
    while (at < end) {
      const long = longestSyllable(units, at, end)
      if (long > 0) {
        push(syllableClass.get(latin(units, at, at + long)) ?? 0, at, at + long)
        at += long
      } else {
        push(initialBase + (units[at] as number), at, at + 1)
        at++
      }
    }
    i = end
  }
  return { classes, from, to, length: n }
}

function latin(units: Uint16Array, from: number, to: number): string {
  return String.fromCharCode(...units.subarray(from, to))
}

/** Length of the longest pinyin syllable at `at` such that the rest of the run can be read too; 0 when there is none. */
function longestSyllable(units: Uint16Array, at: number, end: number): number {
  for (let n = Math.min(6, end - at); n >= 2; n--) {
    if (!syllableClass.has(latin(units, at, at + n))) continue
    const rest = end - at - n
    if (rest === 0 || rest === 1 || canRead(units, at + n, end)) return n
  }
  return 0
}

function canRead(units: Uint16Array, at: number, end: number): boolean {
  for (let n = Math.min(6, end - at); n >= 2; n--)
    if (syllableClass.has(latin(units, at, at + n))) return true
  return false
}

/** How a lexicon word sounds, or null when not all of it is Chinese with a known reading. */
export function soundOfWord(units: Uint16Array): Uint16Array | null {
  const classes = Uint16Array.from(units, soundOf)
  return classes.every((id) => id !== 0) ? classes : null
}

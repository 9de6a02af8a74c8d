import { findNumbers, numberWord } from './numbers.ts'
import type { Stream } from './streams.ts'
import { scan } from './trie.ts'

/** Which words can begin to open a path: those of its anchor, the rarest of its sets. */
export interface Anchors {
  /**
   * Paths anchored at set `s`: `anchored[anchoredFrom[s] … anchoredFrom[s + 1]]`, four numbers each because they are
   * looked at together: the path, its rarest other set (-1 when it has none), and from where to where in
   * `others` the rest of them stand.
   */
  readonly anchoredFrom: Int32Array
  readonly anchored: Int32Array
  readonly others: Int32Array
  /** Words of one character of set `s`, one for each form: `lone[loneFrom[s] … loneFrom[s + 1]]`. */
  readonly loneFrom: Int32Array
  readonly lone: Int32Array
  /**
   * Two numbers a word, and two behind the last: from where its anchors stand in `ofWord`, and in `seconds` those of its
   * sets that are some path's rarest other one.
   */
  readonly wordFrom: Int32Array
  readonly ofWord: Int32Array
  readonly seconds: Int32Array
}

const none = -1

/** Words, the sets of each, and the sets of the slots of every path. */
export interface Layout {
  readonly words: readonly string[]
  readonly setsFrom: Int32Array
  readonly sets: Int32Array
  readonly slotSet: Int32Array
  readonly pathFrom: Int32Array
  readonly setCount: number
}

/**
 * Chooses the anchors: of every path the set least often met in a sample of folded talk. `singles` gives the word of one
 * character of every unit, `exact` the longer ones.
 */
export function findAnchors(
  layout: Layout,
  exact: Stream,
  singles: Int32Array,
  talk: readonly string[],
): Anchors {
  const { slotSet, pathFrom, setCount } = layout
  const often = commonness(layout, exact, singles, talk)
  const rarer = (a: number, b: number) => (often[a] as number) - (often[b] as number)
  const anchoredOf: number[][] = Array.from({ length: setCount }, () => [])
  for (let path = 0; path + 1 < pathFrom.length; path++) {
    const own = slotSet.subarray(pathFrom[path], pathFrom[path + 1])
    anchoredOf[own.reduce((best, set) => (rarer(set, best) < 0 ? set : best))]?.push(path)
  }
  const others: number[] = []
  const [anchoredFrom, anchored] = flatten(
    anchoredOf.map((paths, anchor) =>
      paths.flatMap((path) => {
        const own = new Set(slotSet.subarray(pathFrom[path], pathFrom[path + 1]))
        own.delete(anchor)
        const from = others.length
        const [rarest = none, ...rest] = [...own].sort(rarer)
        others.push(...rest)
        return [path, rarest, from, others.length]
      }),
    ),
  )
  const isAnchor = Uint8Array.from(anchoredOf, (paths) => (paths.length > 0 ? 1 : 0))
  const isSecond = new Uint8Array(setCount)
  for (let at = 1; at < anchored.length; at += 4)
    if (anchored[at] !== none) isSecond[anchored[at] as number] = 1
  return {
    ...{ anchoredFrom, anchored, others: Int32Array.from(others) },
    ...loneOfSets(layout, singles, exact.alike),
    ...setsOfWords(layout, isAnchor, isSecond),
  }
}

/** About how common each set is: how often one of its words is met in the talk, and among equals by their characters. */
function commonness(
  { words, setsFrom, sets, setCount }: Layout,
  { trie, wordOf, alike }: Stream,
  singles: Int32Array,
  talk: readonly string[],
): Float64Array {
  const often = new Float64Array(setCount)
  const add = (word: number, much: number) => {
    for (let s = setsFrom[word] as number; s < (setsFrom[word + 1] as number); s++) {
      const set = sets[s] as number
      often[set] = (often[set] as number) + much
    }
  }
  const meet = (first: number) => {
    for (let w = first; w >= 0; w = alike[w] as number) add(w, 1)
  }
  for (const text of talk) {
    const units = unitsOf(text)
    scan(trie, units, text.length, (entry) => meet(wordOf[entry] as number))
    for (const unit of units) meet(singles[unit] || -1)
    findNumbers(units, text.length, () => add(numberWord, 1))
  }
  words.forEach((word, w) => {
    add(w, shareOf(word) / words.length)
  })
  return often
}

function loneOfSets({ setsFrom, sets, setCount }: Layout, singles: Int32Array, alike: Int32Array) {
  const own: Set<number>[] = Array.from({ length: setCount }, () => new Set())
  for (const first of singles)
    for (let word = first; word > 0; word = alike[word] as number)
      for (let s = setsFrom[word] as number; s < (setsFrom[word + 1] as number); s++)
        own[sets[s] as number]?.add(first)
  const [loneFrom, lone] = flatten(own.map((words) => [...words]))
  return { loneFrom, lone }
}

function setsOfWords(
  { words, setsFrom, sets }: Layout,
  isAnchor: Uint8Array,
  isSecond: Uint8Array,
) {
  const wordFrom = new Int32Array(words.length * 2 + 2)
  const ofWord: number[] = []
  const seconds: number[] = []
  for (let w = 0; w < words.length; w++) {
    for (const set of sets.subarray(setsFrom[w], setsFrom[w + 1])) {
      if (isAnchor[set] === 1) ofWord.push(set)
      if (isSecond[set] === 1) seconds.push(set)
    }
    wordFrom[w * 2 + 2] = ofWord.length
    wordFrom[w * 2 + 3] = seconds.length
  }
  return { wordFrom, ofWord: Int32Array.from(ofWord), seconds: Int32Array.from(seconds) }
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  return units
}

/** The most frequent characters of spoken Chinese. */
const isCommon = new Uint8Array(65_536)
for (const char of '的一是了不在有人这个上来到大为和你说生年着就那要出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美给吃买喝点家们拍我他她它卖')
  isCommon[char.charCodeAt(0)] = 1
/** Rough shares of a text's characters, of numbers (word 0) too; only their order matters. */
const commonShare = 0.01
const rareShare = 0.0005
const numberShare = 0.05

function shareOf(word: string): number {
  if (word === '#') return numberShare
  let share = 1
  for (let i = 0; i < word.length; i++) {
    const code = word.codePointAt(i) ?? 0
    share *= isCommon[code] === 1 ? commonShare : rareShare
    if (code > 0xffff) i++
  }
  return share
}

/** Lists of numbers as one array and where each begins. */
export function flatten(lists: readonly (readonly number[])[]): [Int32Array, Int32Array] {
  const from = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => {
    from[i + 1] = (from[i] as number) + list.length
  })
  const all = new Int32Array(from[lists.length] as number)
  lists.forEach((list, i) => {
    all.set(list, from[i])
  })
  return [from, all]
}

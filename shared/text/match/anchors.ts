import { scan } from './automaton.ts'
import { withDigits } from './numerals.ts'
import { type Fillers, softWord } from './soft.ts'
import { pairMark, soundMarks, unitMark } from './sound.ts'
import type { Stream } from './streams.ts'

/**
 * Which words can begin to open a path: those of its anchor, the rarest of its sets. Words of one character are in every
 * text, so they are looked for only once a path may open.
 */
export interface Anchors {
  /**
   * Paths anchored at set `s`: `anchored[anchoredFrom[s] … anchoredFrom[s + 1]]`, three numbers each because they are
   * looked at together: the path, and from where to where in `marks` the sounds of its rarest other set stand.
   */
  readonly anchoredFrom: Int32Array
  readonly anchored: Int32Array
  /** Marks of sounds one of which is in every text in which a set has a word. */
  readonly marks: Int32Array
  /** Anchors that word `w` belongs to: `ofWord[ofWordFrom[w] … ofWordFrom[w + 1]]`. */
  readonly ofWordFrom: Int32Array
  readonly ofWord: Int32Array
}

interface Layout {
  readonly words: readonly string[]
  readonly setsFrom: Int32Array
  readonly sets: Int32Array
  readonly slotSet: Int32Array
  readonly pathFrom: Int32Array
  readonly setCount: number
}

type Commonness = ReturnType<typeof commonness>

/** Whether each set has a word of one character (numbers are as common), and about how rare its words are together. */
export function commonness({ words, setsFrom, sets, setCount }: Layout) {
  const share = new Float64Array(setCount)
  const hasSingle = new Uint8Array(setCount)
  words.forEach((word, w) => {
    const own = shareOf(word)
    for (let s = setsFrom[w] as number; s < (setsFrom[w + 1] as number); s++) {
      const set = sets[s] as number
      share[set] = (share[set] as number) + own
      if (word.length === 1) hasSingle[set] = 1
    }
  })
  return { share, hasSingle }
}

/** For every set the paths it anchors: each path's rarest set, one without single characters where there is one. */
function anchoredBy(
  { slotSet, pathFrom, setCount }: Layout,
  rarer: (a: number, b: number) => number,
) {
  const anchored: number[][] = Array.from({ length: setCount }, () => [])
  for (let path = 0; path + 1 < pathFrom.length; path++) {
    const own = slotSet.subarray(pathFrom[path], pathFrom[path + 1])
    anchored[own.reduce((best, set) => (rarer(set, best) < 0 ? set : best))]?.push(path)
  }
  return anchored
}

/** Marks words of one character that anchor no path. */
export function findWeak(layout: Layout, { share, hasSingle }: Commonness): Uint8Array {
  const { words, setsFrom, sets } = layout
  const anchored = anchoredBy(
    layout,
    (a, b) =>
      (hasSingle[a] as number) - (hasSingle[b] as number) ||
      (share[a] as number) - (share[b] as number),
  )
  return Uint8Array.from(words, (word, w) => {
    if (w === 0 || word.length !== 1) return 0
    const own = sets.subarray(setsFrom[w], setsFrom[w + 1])
    return own.some((set) => (anchored[set]?.length ?? 0) > 0) ? 0 : 1
  })
}

/** Chooses the anchors: among sets without single characters the one least often met in a sample of folded talk. */
export function findAnchors(
  layout: Layout,
  { share, hasSingle }: Commonness,
  { automaton, wordOf, alike }: Stream,
  fillers: Fillers,
  talk: readonly string[],
): Anchors {
  const { setsFrom, sets, setCount } = layout
  const met = new Uint32Array(setCount)
  for (const text of talk)
    scan(automaton, unitsOf(text), text.length, (entry) => {
      for (let w = wordOf[entry] as number; w >= 0; w = alike[w] as number)
        for (let s = setsFrom[w] as number; s < (setsFrom[w + 1] as number); s++) {
          const set = sets[s] as number
          met[set] = (met[set] as number) + 1
        }
    })
  const rarer = (a: number, b: number) => {
    const single = (hasSingle[a] as number) - (hasSingle[b] as number)
    const often = hasSingle[a] === 1 ? 0 : (met[a] as number) - (met[b] as number)
    return single || often || (share[a] as number) - (share[b] as number)
  }
  const anchoredOf = anchoredBy(layout, rarer)
  const { marksFrom, marks, chance } = marksOf(layout, fillers, talk)
  const { slotSet, pathFrom } = layout
  const [anchoredFrom, anchored] = flatten(
    anchoredOf.map((paths, anchor) =>
      paths.flatMap((path) => {
        const own = slotSet.subarray(pathFrom[path], pathFrom[path + 1])
        const others = own.filter((set) => set !== anchor)
        const [first, ...more] = others
        if (first === undefined) return [path, 0, 0]
        const rarest = more.reduce(
          (a, b) => ((chance[b] as number) < (chance[a] as number) ? b : a),
          first,
        )
        return [path, marksFrom[rarest] as number, marksFrom[rarest + 1] as number]
      }),
    ),
  )
  const isAnchor = anchoredOf.map((paths) => paths.length > 0)
  return { anchoredFrom, anchored, marks, ...anchorsOfWords(layout, isAnchor) }
}

function anchorsOfWords({ words, setsFrom, sets }: Layout, isAnchor: readonly boolean[]) {
  const ofWordFrom = new Int32Array(words.length + 1)
  const ofWord = new Int32Array(sets.length)
  let count = 0
  for (let w = 0; w < words.length; w++) {
    for (let s = setsFrom[w] as number; s < (setsFrom[w + 1] as number); s++)
      if (isAnchor[sets[s] as number]) ofWord[count++] = sets[s] as number
    ofWordFrom[w + 1] = count
  }
  return { ofWordFrom, ofWord: ofWord.slice(0, count) }
}

/** Sets with more would take longer to look at than to look for. */
const maxMarks = 64

/** Of every word the rarest of its sounds, two together where it has them. */
function marksOf(
  { words, setsFrom, sets, setCount, slotSet, pathFrom }: Layout,
  fillers: Fillers,
  talk: readonly string[],
) {
  const uses = new Uint32Array(soundMarks)
  for (const text of talk) for (const mark of marksIn(text)) uses[mark] = (uses[mark] as number) + 1
  // The only set of a path is its anchor, and needs none.
  const isBeside = new Uint8Array(setCount)
  for (let path = 0; path + 1 < pathFrom.length; path++) {
    const own = slotSet.subarray(pathFrom[path], pathFrom[path + 1])
    if (own.length > 1) for (const set of own) isBeside[set] = 1
  }
  const marksOfSet: Set<number>[] = Array.from({ length: setCount }, () => new Set())
  const isUnmarked = Uint8Array.from(isBeside, (beside) => 1 - beside)
  words.forEach((word, w) => {
    let mark = -1
    for (let s = setsFrom[w] as number; s < (setsFrom[w + 1] as number); s++) {
      const set = sets[s] as number
      if (isUnmarked[set] === 1) continue
      if (mark < 0) mark = w === 0 ? noMark : rarestMark(word, fillers, uses)
      if (mark === noMark || marksOfSet[set]?.add(mark).size === maxMarks + 1) isUnmarked[set] = 1
    }
  })
  const [marksFrom, marks] = flatten(
    marksOfSet.map((own, set) => (isUnmarked[set] === 1 ? [] : [...own])),
  )
  // What is in any text is the least use.
  const chance = marksOfSet.map((own, set) =>
    isUnmarked[set] === 1
      ? Number.POSITIVE_INFINITY
      : [...own].reduce((sum, mark) => sum + (uses[mark] as number), own.size / maxMarks),
  )
  return { marksFrom, marks, chance }
}

const noMark = soundMarks

/**
 * Of the marks that a text has wherever the word is recognised the rarest: numerals are written in many ways, and
 * softening may part two units.
 */
function rarestMark(word: string, fillers: Fillers, uses: Uint32Array): number {
  const soft = softWord(word, fillers)
  const units = unitsOf(withDigits(soft))
  const isSaid = (at: number) => !isDigit(units[at] as number)
  let rarest = noMark
  const offer = (mark: number) => {
    if (rarest === noMark || (uses[mark] as number) < (uses[rarest] as number)) rarest = mark
  }
  if (soft === word)
    for (let i = 1; i < units.length; i++)
      if (isSaid(i - 1) && isSaid(i)) offer(pairMark(units[i - 1] as number, units[i] as number))
  if (rarest !== noMark) return rarest
  for (let i = 0; i < units.length; i++) if (isSaid(i)) offer(unitMark(units[i] as number))
  return rarest
}

const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39

/** Marks of a text's units and of every two together. */
function marksIn(text: string): number[] {
  const units = unitsOf(text)
  return Array.from(units).flatMap((unit, i) =>
    i === 0 ? [unitMark(unit)] : [unitMark(unit), pairMark(units[i - 1] as number, unit)],
  )
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  return units
}

/** The most frequent characters of spoken Chinese. */
const common = new Set(
  '的一是了不在有人这个上来到大为和你说生年着就那要出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美给吃买喝点家们拍我他她它卖',
)
/** Rough shares of a text's characters, of numbers (word 0) too; only their order matters. */
const commonShare = 0.01
const rareShare = 0.0005
const numberShare = 0.05

function shareOf(word: string): number {
  if (word === '#') return numberShare
  let share = 1
  for (const char of word) share *= common.has(char) ? commonShare : rareShare
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

/**
 * Which words can begin to open a path. Words of one character are in every text; a path is looked at only when its
 * anchor, the rarest of its sets, has a word there, and single characters are looked for only then.
 */
export interface Anchors {
  /** Paths anchored at set `s`: `anchored[anchoredFrom[s] … anchoredFrom[s + 1]]`. */
  readonly anchoredFrom: Int32Array
  readonly anchored: Int32Array
  /** Words of one character that anchor no path. */
  readonly weakWord: Uint8Array
}

interface Layout {
  readonly words: readonly string[]
  readonly setsFrom: Int32Array
  readonly sets: Int32Array
  readonly slotSet: Int32Array
  readonly pathFrom: Int32Array
  readonly setCount: number
}

/** Chooses every path's anchor: a set without single characters where there is one, of those the rarest. */
export function findAnchors(layout: Layout): Anchors {
  const { words, setsFrom, sets, slotSet, pathFrom, setCount } = layout
  const rarity = new Float64Array(setCount)
  const hasSingle = new Uint8Array(setCount)
  words.forEach((word, w) => {
    const share = shareOf(word)
    for (let s = setsFrom[w] as number; s < (setsFrom[w + 1] as number); s++) {
      const set = sets[s] as number
      rarity[set] = (rarity[set] as number) + share
      // Numbers (word 0) are in every text too.
      if (word.length === 1) hasSingle[set] = 1
    }
  })
  const rarer = (a: number, b: number) =>
    (hasSingle[a] as number) - (hasSingle[b] as number) ||
    (rarity[a] as number) - (rarity[b] as number)
  const anchoredOf: number[][] = Array.from({ length: setCount }, () => [])
  for (let path = 0; path + 1 < pathFrom.length; path++) {
    const own = slotSet.subarray(pathFrom[path], pathFrom[path + 1])
    anchoredOf[own.reduce((best, set) => (rarer(set, best) < 0 ? set : best))]?.push(path)
  }
  const weakWord = new Uint8Array(words.length)
  words.forEach((word, w) => {
    if (w === 0 || word.length !== 1) return
    const own = sets.subarray(setsFrom[w], setsFrom[w + 1])
    if (!own.some((set) => (anchoredOf[set]?.length ?? 0) > 0)) weakWord[w] = 1
  })
  const [anchoredFrom, anchored] = flatten(anchoredOf)
  return { anchoredFrom, anchored, weakWord }
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
  return [from, Int32Array.from(lists.flat())]
}

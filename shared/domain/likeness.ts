/** Words that every other shop's name carries and that tell no two apart, longest first. */
const common = [
  '官方旗舰店',
  '官方直播间',
  '旗舰店',
  '专营店',
  '专卖店',
  '直播间',
  '官方店',
  '官方号',
  '官方',
  '直播',
  '店铺',
  '小店',
]

/** A shop's or room's name without width, case, spaces, signs and the words that all carry; never empty for a name with letters. */
export function bareName(name: string): string {
  const letters = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  const bare = common.reduce((rest, word) => rest.replaceAll(word, ''), letters)
  return bare || letters
}

/** Neighbouring pairs of characters; a single character is its own pair. */
export function pairsOf(name: string): string[] {
  const chars = [...name]
  if (chars.length < 2) return chars
  return chars.slice(1).map((char, i) => `${chars[i]}${char}`)
}

/** From 0 to 1: how alike two names are by their bare forms, the larger of shared pairs (Dice) and edit distance. */
export function likeness(a: string, b: string): number {
  const [one, other] = [bareName(a), bareName(b)]
  if (one === '' || other === '') return 0
  if (one === other) return 1
  const pairs = pairsOf(other)
  const all = pairsOf(one)
  const total = all.length + pairs.length
  const shared = all.filter((pair) => {
    const at = pairs.indexOf(pair)
    if (at >= 0) pairs.splice(at, 1)
    return at >= 0
  }).length
  const longest = Math.max([...one].length, [...other].length)
  return Math.max((2 * shared) / total, 1 - distance([...one], [...other]) / longest)
}

/** Levenshtein, one row at a time. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, j) => j + 1)
  row.unshift(0)
  for (const [i, char] of a.entries()) {
    const next = [i + 1]
    for (const [j, other] of b.entries())
      next.push(
        Math.min(
          (next[j] ?? 0) + 1,
          (row[j + 1] ?? 0) + 1,
          (row[j] ?? 0) + (char === other ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] ?? 0
}

/** One step of an alignment: an index on either side, or null where the other side has something of its own. */
export type Step = readonly [a: number | null, b: number | null]

export interface Cer {
  readonly errors: number
  readonly substitutions: number
  readonly deletions: number
  readonly insertions: number
  /** Characters of the reference after folding. */
  readonly length: number
  /** errors / length; 0 for two empty texts, Infinity when only the reference is empty. */
  readonly rate: number
}

/**
 * Character error rate of Chinese speech: Levenshtein over letters and digits, width, case and punctuation
 * folded away. Time grows with the product of the lengths: an hour against an hour takes seconds.
 */
export function cer(reference: string, hypothesis: string): Cer {
  const a = spoken(reference)
  const b = spoken(hypothesis)
  let substitutions = 0
  let deletions = 0
  let insertions = 0
  for (const [i, j] of align(a, b)) {
    if (i === null) insertions++
    else if (j === null) deletions++
    else if (a[i] !== b[j]) substitutions++
  }
  const errors = substitutions + deletions + insertions
  const rate = errors === 0 ? 0 : errors / a.length
  return { errors, substitutions, deletions, insertions, length: a.length, rate }
}

/** The characters one can hear, folded: NFKC, lower case, letters and digits only. */
export function spoken(text: string): string[] {
  return [...text.normalize('NFKC').toLowerCase()].filter((c) => /[\p{L}\p{N}]/u.test(c))
}

const maxCells = 1_000_000

/**
 * The cheapest way from `a` to `b`, in order. Memory stays bounded: long inputs are halved (Hirschberg, CACM
 * 18(6), 1975).
 */
export function align(a: readonly string[], b: readonly string[]): Step[] {
  const ids = new Map<string, number>()
  // Numbers compare several times faster than strings, and this is all comparing.
  const numbered = (side: readonly string[]) =>
    Uint32Array.from(side, (c) => ids.get(c) ?? ids.set(c, ids.size).size - 1)
  return alignFrom(numbered(a), numbered(b), 0, 0)
}

function alignFrom(a: Uint32Array, b: Uint32Array, atA: number, atB: number): Step[] {
  if (a.length < 2 || (a.length + 1) * (b.length + 1) <= maxCells) return table(a, b, atA, atB)
  const half = a.length >> 1
  const left = lastRow(a.subarray(0, half), b)
  const right = lastRow(a.slice(half).reverse(), b.toReversed())
  let cut = 0
  let best = Infinity
  for (let j = 0; j <= b.length; j++) {
    const cost = (left[j] ?? 0) + (right[b.length - j] ?? 0)
    if (cost < best) {
      best = cost
      cut = j
    }
  }
  const before = alignFrom(a.subarray(0, half), b.subarray(0, cut), atA, atB)
  return before.concat(alignFrom(a.subarray(half), b.subarray(cut), atA + half, atB + cut))
}

/** Costs of turning all of `a` into the first 0, 1, 2 … of `b`. */
function lastRow(a: Uint32Array, b: Uint32Array): Uint32Array {
  const row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const own = a[i - 1]
    let diagonal = i - 1
    let left = i
    row[0] = i
    for (let j = 1; j <= b.length; j++) {
      const up = row[j] ?? 0
      const swap = own === b[j - 1] ? diagonal : diagonal + 1
      const gap = (up < left ? up : left) + 1
      left = swap < gap ? swap : gap
      row[j] = left
      diagonal = up
    }
  }
  return row
}

function table(a: Uint32Array, b: Uint32Array, atA: number, atB: number): Step[] {
  const width = b.length + 1
  const cost = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => cost[i * width + j] ?? 0
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) cost[i * width + j] = i + j
      else {
        const swap = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
        cost[i * width + j] = Math.min(swap, at(i - 1, j) + 1, at(i, j - 1) + 1)
      }
    }
  }
  const steps: Step[] = []
  let i = a.length
  let j = b.length
  while (i > 0 || j > 0) {
    const same = a[i - 1] === b[j - 1]
    if (i > 0 && j > 0 && at(i, j) === at(i - 1, j - 1) + (same ? 0 : 1)) {
      steps.push([atA + --i, atB + --j])
    } else if (i > 0 && at(i, j) === at(i - 1, j) + 1) steps.push([atA + --i, null])
    else steps.push([null, atB + --j])
  }
  return steps.reverse()
}

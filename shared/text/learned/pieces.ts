import type { Clauses } from '../clause.ts'
import type { Folded } from '../fold.ts'

/** Characters of a text as given, end exclusive. */
export type Stretch = { readonly start: number; readonly end: number }
export type IsAsked = (from: number, to: number) => boolean

/** Whether any of some units stands for a character of these stretches of the text. */
export function askedFor(
  { starts, length }: Folded,
  size: number,
  only: readonly Stretch[],
): IsAsked {
  const wanted = new Uint8Array(size)
  for (const { start, end } of only) wanted.fill(1, start, end)
  const before = new Int32Array(length + 1)
  for (let i = 0; i < length; i++)
    before[i + 1] = (before[i] as number) + (wanted[starts[i] as number] as number)
  return (from, to) => (before[to] as number) > (before[from] as number)
}

/** Units to either side that bear on one that is asked for: ten, and the rest of the words that reach into them. */
const margin = 22
/** Run-on speech may have no clause end for minutes. */
const maxMargin = 80

/** The whole clauses about the units that are asked for, what meets put together. */
export function piecesOf(
  {
    folded: { length },
    clauses: { clause, clauseFrom },
  }: {
    readonly folded: Folded
    readonly clauses: Clauses
  },
  isAsked: IsAsked,
): { from: number; to: number }[] {
  const pieces: { from: number; to: number }[] = []
  for (let i = 0; i < length; i++) {
    if (!isAsked(i, i + 1)) continue
    const first = clauseFrom[clause[Math.max(0, i - margin)] as number] as number
    const last = clause[Math.min(length - 1, i + margin)] as number
    const from = Math.max(first, i - maxMargin)
    const to = Math.min(clauseFrom[last + 1] as number, i + maxMargin)
    const before = pieces.at(-1)
    if (before && from <= before.to) before.to = Math.max(before.to, to)
    else pieces.push({ from, to })
  }
  return pieces
}

/** Some units of a text as a text. */
export function partOf(folded: Folded, { from, to }: { from: number; to: number }): Folded {
  if (from === 0 && to === folded.length) return folded
  const { units, starts, ends, gaps } = folded
  return {
    ...folded,
    units: units.subarray(from, to),
    starts: starts.subarray(from, to),
    ends: ends.subarray(from, to),
    gaps: gaps.subarray(from, to + 1),
    length: to - from,
  }
}

import { type Folded, type FoldTable, foldWord } from './fold.ts'
import { buildTrie, scan, type Trie } from './match/trie.ts'

/** Characters written as their parts (亻氐 for 低). */
export interface Splits {
  readonly trie: Trie
  readonly whole: Uint16Array
}

export function makeSplits(splits: Readonly<Record<string, string>>, table: FoldTable): Splits {
  const pairs = Object.entries(splits)
  return {
    trie: buildTrie(pairs.map(([parts]) => foldWord(parts, table))),
    whole: Uint16Array.from(pairs, ([, whole]) => foldWord(whole, table).charCodeAt(0)),
  }
}

/** The text with every character that was taken apart put together again; null when there is none. */
export function assemble(folded: Folded, { trie, whole }: Splits): Folded | null {
  let places = null as Map<number, { size: number; unit: number }> | null
  scan(trie, folded.units, folded.length, (entry, start, end) => {
    places ??= new Map()
    // Of those that begin here the longest comes last.
    places.set(start, { size: end - start, unit: whole[entry] as number })
  })
  if (!places) return null
  const units = folded.units.slice()
  const starts = folded.starts.slice()
  const ends = folded.ends.slice()
  const gaps = folded.gaps.slice()
  let n = 0
  for (let i = 0; i < folded.length; n++) {
    const part = places.get(i)
    const last = part ? i + part.size - 1 : i
    units[n] = part?.unit ?? (folded.units[i] as number)
    starts[n] = folded.starts[i] as number
    ends[n] = folded.ends[last] as number
    gaps[n] = folded.gaps[i] as number
    i = last + 1
  }
  gaps[n] = folded.gaps[folded.length] as number
  return { ...folded, units, starts, ends, gaps, length: n }
}

import type { MatchStage } from '#shared/domain/hit.ts'
import type { Lexicon } from './compile.ts'
import { Desk, type Folded, fold } from './fold.ts'
import { type Matcher, minReversed } from './match/matcher.ts'
import { Room } from './match/room.ts'
import { mayBeginReversed } from './match/starts.ts'
import { scan } from './match/trie.ts'
import { assemble } from './parts.ts'

/** One way of reading a text: folded as it stands, or with signs spoken and split characters put together. */
export interface View {
  readonly folded: Folded
  /** How a word counts that stands in this reading as written. */
  readonly stage: MatchStage
  /** Read from its end: only words as written count, of `minReversed` units and more, and no word edges. */
  readonly reversed?: true
}

/** Nobody writes more than a line from its end. */
const maxReversed = 60

/**
 * The ways a text is read. All but the first are rare: only when the text holds a sign or the parts of a character, or
 * is short and has a long word of the lexicon in it from its end (价低最网全). With a
 * `desk` of the caller's they are good only until the next text is read at it.
 */
export function viewsOf(
  { table, splits, claims }: Pick<Lexicon, 'table' | 'splits' | 'claims'>,
  text: string,
  desk = new Desk(),
): View[] {
  const plain = fold(text, table, false, desk)
  if (plain.length === 0 && !plain.signs) return []
  const views: View[] = [{ folded: plain, stage: 'exact' }]
  const spoken = plain.signs ? fold(text, table, true) : plain
  const whole = assemble(spoken, splits)
  if (whole) views.push({ folded: whole, stage: 'parts' })
  else if (spoken !== plain) views.push({ folded: spoken, stage: 'soft' })
  const turned = standsReversed(plain, claims) ? reverse(plain) : null
  if (turned) views.push({ folded: turned, stage: 'parts', reversed: true })
  return views
}

/** Whether a word of the matcher of `minReversed` units and more stands in a short text from its end. */
function standsReversed(
  { units, length }: Folded,
  { reversible, exact: { trie, wordOf } }: Matcher,
): boolean {
  if (length < minReversed || length > maxReversed) return false
  if (!mayBeginReversed(reversible, trie.classOf, units, length)) return false
  const turned = backwards.of(length).units
  for (let i = 0; i < length; i++) turned[i] = units[length - 1 - i] as number
  let found = false
  scan(trie, turned, length, (entry, start, end) => {
    if (end - start >= minReversed && (wordOf[entry] as number) >= 0) found = true
  })
  return found
}

const backwards = new Room()

/** A short text from its end; null for a longer one. */
export function reverse(folded: Folded): Folded | null {
  const { units, starts, ends, gaps, length } = folded
  if (length > maxReversed) return null
  const turned = <T extends Uint16Array | Int32Array>(list: T) =>
    list.slice(0, length).reverse() as T
  // What was left out before a unit is now before the one after it.
  const turnedGaps = Uint8Array.of(0, ...gaps.slice(1, length).reverse(), gaps[0] ?? 0)
  return {
    ...folded,
    units: turned(units),
    starts: turned(starts),
    ends: turned(ends),
    gaps: turnedGaps,
  }
}

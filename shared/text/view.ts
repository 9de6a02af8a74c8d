import type { MatchStage } from '#shared/domain/hit.ts'
import type { Lexicon } from './compile.ts'
import { Desk, type Folded, fold } from './fold.ts'
import { assemble } from './parts.ts'

/** One way of reading a text: folded as it stands, or with signs spoken and split characters put together. */
export interface View {
  readonly folded: Folded
  /** How a word counts that stands in this reading as written. */
  readonly stage: MatchStage
}

/**
 * The ways a text is read. The second is rare: only when the text holds a sign or the parts of a character. With a
 * `desk` of the caller's they are good only until the next text is read at it.
 */
export function viewsOf(
  { table, splits }: Pick<Lexicon, 'table' | 'splits'>,
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
  return views
}

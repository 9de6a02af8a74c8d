/** A title of the room and when it was shown from. */
export interface Title {
  readonly seq: number
  readonly tMs: number
  readonly text: string
}

/** The title a recording began with, number 0, and those it was changed to; a change counts from 1 behind its comment. */
export function titlesOf({
  title,
  titles = [],
}: {
  readonly title: string
  readonly titles?: readonly Title[]
}): Title[] {
  const first = title ? [{ seq: 0, tMs: 0, text: title }] : []
  return [...first, ...titles.map((changed) => ({ ...changed, seq: changed.seq + 1 }))]
}

import { useEffect, useState } from 'react'

interface Item {
  readonly id: string
  /** All that the row stands for. */
  readonly flagIds: readonly string[]
}

/**
 * The rows in the order in which their flags were first shown, so that nothing moves under a reader's eyes, and how many
 * have come since and wait. What ranks below all that was shown only makes the list longer, and is shown; so is what came
 * where nothing of what was shown is left.
 */
export function inShownOrder<Row extends Item>(
  shown: readonly string[],
  rows: readonly Row[],
): { readonly rows: readonly Row[]; readonly waiting: number } {
  const places = new Map(shown.map((id, place) => [id, place]))
  const placeOf = ({ flagIds }: Row) =>
    Math.min(...flagIds.map((id) => places.get(id) ?? Number.POSITIVE_INFINITY))
  const isKnown = (row: Row) => placeOf(row) < Number.POSITIVE_INFINITY
  const end = rows.findLastIndex(isKnown) + 1
  const known = rows.filter(isKnown)
  return {
    rows: [...known.toSorted((a, b) => placeOf(a) - placeOf(b)), ...rows.slice(end)],
    waiting: end - known.length,
  }
}

/** The rows of `list` as a reader has them before their eyes, and the way to take in those that wait. */
export function useShownOrder<Row extends Item>(list: string, rows: readonly Row[] | undefined) {
  const [held, hold] = useState({ list, shown: [] as readonly string[] })
  const shown = held.list === list ? held.shown : []
  const ordered = inShownOrder(shown, rows ?? [])
  const all = (rows ?? []).flatMap(({ flagIds }) => flagIds)
  const known = new Set(shown)
  const unseen = ordered.rows.flatMap(({ flagIds }) => flagIds).filter((id) => !known.has(id))
  const take = (ids: readonly string[]) => hold({ list, shown: [...new Set(ids)] })
  // What stands on the screen is what was shown; this only writes it down.
  useEffect(() => {
    if (unseen.length > 0) take([...shown, ...unseen])
  })
  // What was decided keeps its place, should it be taken back.
  return { ...ordered, load: () => take([...all, ...shown]) }
}

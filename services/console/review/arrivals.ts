import { useEffect, useState } from 'react'

interface Item {
  readonly id: string
  /** All that the row stands for. */
  readonly flagIds: readonly string[]
}

/**
 * The rows in the order in which their flags were first shown, so that nothing moves under a reader's eyes, and how many
 * have come since and wait. Where nothing of what was shown is left, what came is shown.
 */
export function inShownOrder<Row extends Item>(
  shown: readonly string[],
  rows: readonly Row[],
): { readonly rows: readonly Row[]; readonly waiting: number } {
  const places = new Map(shown.map((id, place) => [id, place]))
  const placeOf = ({ flagIds }: Row) =>
    Math.min(...flagIds.map((id) => places.get(id) ?? Number.POSITIVE_INFINITY))
  const known = rows.filter((row) => placeOf(row) < Number.POSITIVE_INFINITY)
  if (known.length === 0) return { rows, waiting: 0 }
  return {
    rows: known.toSorted((a, b) => placeOf(a) - placeOf(b)),
    waiting: rows.length - known.length,
  }
}

/** The rows of `list` as a reader has them before their eyes, and the way to take in those that wait. */
export function useShownOrder<Row extends Item>(list: string, rows: readonly Row[] | undefined) {
  const [held, hold] = useState({ list, shown: [] as readonly string[] })
  const shown = held.list === list ? held.shown : []
  const ordered = inShownOrder(shown, rows ?? [])
  const all = (rows ?? []).flatMap(({ flagIds }) => flagIds)
  const known = new Set(shown)
  const unseen = all.filter((id) => !known.has(id))
  const take = (ids: readonly string[]) => hold({ list, shown: [...new Set(ids)] })
  // What stands on the screen is what was shown; this only writes it down.
  useEffect(() => {
    if (ordered.waiting === 0 && unseen.length > 0) take([...shown, ...unseen])
  })
  // What was decided keeps its place, should it be taken back.
  return { ...ordered, load: () => take([...all, ...shown]) }
}

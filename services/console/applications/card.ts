import type { ProposedPoints, Sheet } from './queries.ts'

export interface FilledMark {
  /** Null until somebody has given points. */
  readonly points: number | null
  readonly note: string
}

/** A scoring sheet as a person is filling it, by the ids of its lines. */
export interface Filled {
  readonly marks: Readonly<Record<string, FilledMark>>
  readonly bonus: Readonly<Record<string, number>>
  /** The paper a veto rests on; undefined where it is not raised. */
  readonly vetoes: Readonly<Record<string, string | undefined>>
}

type Items = readonly { readonly id: string }[]

const itemsOf = (sheet: Sheet) =>
  sheet.groups.flatMap(({ criteria }) => criteria.flatMap(({ items }) => items))

/** The sheet with what monitoring proposes; where it proposes nothing a person has to. */
export function prefilled(sheet: Sheet, proposals: ProposedPoints['proposals']): Filled {
  const marks = itemsOf(sheet).map(({ id }) => {
    const points = proposals.find(({ item }) => item === id)?.points ?? null
    return [id, { points, note: '' }] as const
  })
  return { marks: Object.fromEntries(marks), bonus: {}, vetoes: {} }
}

/** Lines that have no points yet. */
export function unfilled(sheet: Sheet, { marks }: Filled): number {
  return itemsOf(sheet).filter(({ id }) => (marks[id]?.points ?? null) === null).length
}

export function sumOf(items: Items, { marks }: Filled): number {
  return items.reduce((sum, { id }) => sum + (marks[id]?.points ?? 0), 0)
}

/** The card as it is handed in: lines without points, bonus or veto are left out. */
export function cardOf({ marks, bonus, vetoes }: Filled) {
  return {
    marks: Object.entries(marks).flatMap(([item, { points, note }]) =>
      points === null ? [] : [{ item, points, note }],
    ),
    bonus: Object.entries(bonus).flatMap(([item, points]) =>
      points > 0 ? [{ item, points }] : [],
    ),
    vetoes: Object.entries(vetoes).flatMap(([id, document]) =>
      document === undefined ? [] : [{ id, document }],
    ),
  }
}

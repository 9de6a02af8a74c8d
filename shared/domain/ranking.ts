import type { ScoreSheet } from './score-sheet.ts'
import { type Scorecard, type Total, totalOf } from './scorecard.ts'

/** One room's place in a batch. Equal totals share a place (1, 2, 2, 4). */
export interface Ranked {
  readonly applicationId: string
  readonly rank: number
  readonly total: Total
  /** Proposed for listing: the sheet says so and it lies above the cut. */
  readonly within: boolean
  /** Shares its total with the room on the other side of the cut: people must decide, the house does not draw lots. */
  readonly tied: boolean
}

/**
 * A batch in order of points: only cards that reach the sheet's thresholds compete for `places` (null: no limit), and
 * those that share the total at the cut are all marked, none of them within.
 */
export function rankingOf(
  sheet: ScoreSheet,
  cards: readonly { readonly applicationId: string; readonly card: Scorecard }[],
  places: number | null,
): Ranked[] {
  const scored = cards
    .map(({ applicationId, card }) => ({ applicationId, total: totalOf(sheet, card) }))
    .sort((a, b) => b.total.total - a.total.total || (a.applicationId < b.applicationId ? -1 : 1))
  const passing = scored.filter(({ total }) => total.outcome === 'list')
  const last = places === null ? undefined : passing[places - 1]
  const next = places === null ? undefined : passing[places]
  const cut = last && next && last.total.total === next.total.total ? last.total.total : null
  const chosen = new Set(passing.slice(0, places ?? passing.length).map((r) => r.applicationId))
  return scored.map(({ applicationId, total }) => {
    const tied = total.outcome === 'list' && total.total === cut
    return {
      applicationId,
      rank: 1 + scored.filter((other) => other.total.total > total.total).length,
      total,
      within: chosen.has(applicationId) && !tied,
      tied,
    }
  })
}

/**
 * The card as another sheet would read it: marks of items both sheets have, scaled to the points the item has there and
 * rounded to half points; items only the other sheet has stay unscored, so that the outcome says what is missing.
 */
export function cardUnder(card: Scorecard, from: ScoreSheet, to: ScoreSheet): Scorecard {
  const items = (sheet: ScoreSheet) =>
    new Map(
      sheet.groups
        .flatMap((group) => group.criteria.flatMap((criterion) => criterion.items))
        .map((item) => [item.id, item.points]),
    )
  const [before, after] = [items(from), items(to)]
  const bonus = new Map(to.bonus.items.map((item) => [item.id, item.points]))
  return {
    ...card,
    sheetVersion: to.version,
    marks: card.marks.flatMap((mark) => {
      const [was, is] = [before.get(mark.item), after.get(mark.item)]
      if (was === undefined || is === undefined) return []
      const points = was === 0 ? 0 : Math.round((mark.points / was) * is * 2) / 2
      return [{ ...mark, points }]
    }),
    bonus: card.bonus.flatMap(({ item, points }) => {
      const most = bonus.get(item)
      return most === undefined ? [] : [{ item, points: Math.min(points, most) }]
    }),
    vetoes: card.vetoes.filter(({ id }) => to.vetoes.some((veto) => veto.id === id)),
  }
}

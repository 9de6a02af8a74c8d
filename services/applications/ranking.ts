import { batchOf } from '#shared/db/applications.ts'
import { finalCards } from '#shared/db/scorecards.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity } from '#shared/domain/application.ts'
import { cardUnder, rankingOf } from '#shared/domain/ranking.ts'
import { type CaseDeps, sheetOf } from './deps.ts'

/** A batch in order of its final scores, with the cut line; the city's own. */
export async function batchRanking(deps: CaseDeps, actor: Actor, batchId: string) {
  checkCity(actor, deps.city)
  const { batch, rows, sheet } = await scoredBatch(deps, batchId)
  return {
    batch,
    sheet: sheet.version,
    rows: withRooms(rows, rankingOf(sheet, rows, batch.places)),
  }
}

/** The same batch as another sheet would have ranked it: nothing is stored, nothing follows. */
export async function simulateSheet(
  deps: CaseDeps,
  actor: Actor,
  batchId: string,
  sheetVersion: string,
) {
  checkCity(actor, deps.city)
  const other = sheetOf(deps, sheetVersion)
  const { batch, rows, sheet } = await scoredBatch(deps, batchId)
  const read = rows.map((row) => ({ ...row, card: cardUnder(row.card, sheet, other) }))
  const now = rankingOf(sheet, rows, batch.places)
  const then = rankingOf(other, read, batch.places)
  return {
    batch,
    sheet: sheet.version,
    other: other.version,
    rows: withRooms(rows, now).map((row) => {
      const simulated = then.find(({ applicationId }) => applicationId === row.applicationId)
      return { ...row, simulated: simulated ?? null, moved: simulated?.within !== row.within }
    }),
  }
}

async function scoredBatch(deps: CaseDeps, batchId: string) {
  const batch = await batchOf(deps.db, deps.city, batchId)
  const found = await finalCards(deps.db, batchId)
  const rows = found.flatMap(({ card, ...row }) => (card ? [{ ...row, card }] : []))
  return { batch, rows, sheet: sheetOf(deps, batch.sheetVersion) }
}

function withRooms<R extends { readonly applicationId: string }>(
  rows: readonly {
    readonly applicationId: string
    readonly roomId: string
    readonly room: string
    readonly region: string
    readonly operator: string
  }[],
  ranked: readonly R[],
) {
  return ranked.flatMap((r) => {
    const row = rows.find(({ applicationId }) => applicationId === r.applicationId)
    return row
      ? [{ ...r, roomId: row.roomId, room: row.room, region: row.region, operator: row.operator }]
      : []
  })
}

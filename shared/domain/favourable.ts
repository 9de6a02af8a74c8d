import { casesOf } from './flag-case.ts'
import type { FavourableFact, PoolEvent } from './pool-event.ts'

/** One fact that speaks for the operator, shown beside the unfavourable ones at the same size. */
export interface Favourable {
  readonly kind: FavourableFact | 'corrected' | 'self_reported' | 'rectified'
  readonly atMs: number
  readonly text: string
}

/** What speaks for the room as known at `knownMs`, oldest first; entries taken back are left out. */
export function favourableFacts(events: readonly PoolEvent[], knownMs: number): Favourable[] {
  const known = events.filter((event) => event.atMs <= knownMs)
  const reversed = new Set(known.flatMap((e) => (e.kind === 'reversed' ? [e.reverses] : [])))
  const entered = known.flatMap((event): Favourable[] => {
    if (reversed.has(event.id)) return []
    switch (event.kind) {
      case 'favourable':
        return [{ kind: event.fact, atMs: event.atMs, text: event.text }]
      case 'self_reported':
        return [{ kind: event.kind, atMs: event.atMs, text: `主动报告 ${event.flagIds.length} 条` }]
      case 'rectified':
        return [{ kind: event.kind, atMs: event.atMs, text: `整改验收 ${event.flagIds.length} 条` }]
      default:
        return []
    }
  })
  const corrected = casesOf(events, knownMs).flatMap(({ flag, confirmed }): Favourable[] =>
    confirmed && !flag.audience && flag.correctedAfterMs !== null
      ? [
          {
            kind: 'corrected',
            atMs: flag.saidAtMs,
            text: `说出后 ${Math.ceil(flag.correctedAfterMs / 1000)} 秒内当场更正`,
          },
        ]
      : [],
  )
  return [...entered, ...corrected].sort((a, b) => a.atMs - b.atMs || (a.text < b.text ? -1 : 1))
}

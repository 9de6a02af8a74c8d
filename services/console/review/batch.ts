import { useState } from 'react'
import { samplesOf } from '#shared/domain/worklist.ts'
import { useCell } from '../frame/cell.ts'
import type { FlagRow } from '../queries.ts'
import { heldFlags } from './lease.ts'

/** The copies that one verdict would be given to, and how far the look at their samples is. */
export interface BatchInHand {
  readonly flagIds: readonly string[]
  /** Drawn by the house from just these flags; each is to be opened before. */
  readonly samples: readonly string[]
  readonly opened: readonly string[]
  /** Takes a flag out of the batch, or back into it. */
  readonly leave: (flagId: string) => void
}

/** The batch of the row in hand; null where nothing stands beside it. A batch begins with all copies in it. */
export function useBatch(row: FlagRow | undefined): BatchInHand | null {
  const [left, setLeft] = useState({ row: '', out: [] as readonly string[] })
  const held = useCell(heldFlags, (all) => all)
  if (!row || row.flagIds.length < 2) return null
  const out = left.row === row.id ? left.out : []
  const flagIds = row.flagIds.filter((id) => !out.includes(id))
  const samples = samplesOf(flagIds, row.samples.length)
  return {
    flagIds,
    samples,
    opened: samples.filter((id) => (held.get(id) ?? 0) > Date.now()),
    leave: (id) =>
      setLeft({
        row: row.id,
        out: out.includes(id) ? out.filter((one) => one !== id) : [...out, id],
      }),
  }
}

/** The sample to look at next, or the copy after the one in hand where all samples were opened. */
export function nextCopy({ flagIds, samples, opened }: BatchInHand, chosen: string) {
  const unopened = samples.filter((id) => !opened.includes(id) && id !== chosen)
  return unopened[0] ?? flagIds[(flagIds.indexOf(chosen) + 1) % flagIds.length]
}

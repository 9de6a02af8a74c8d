import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { useStored } from '../frame/stored.ts'
import { flagsQuery } from '../queries.ts'
import { useShownOrder } from './arrivals.ts'
import { type ShownState, shownStates } from './filters.tsx'
import { usePrefetch } from './prefetch.ts'
import { unsentOf } from './unsent.ts'

export type ReviewQueue = ReturnType<typeof useReviewQueue>

/** The leads that are shown, the one in hand and those beside it. What is asked for and chosen stands in the address. */
export function useReviewQueue() {
  const { name } = useSession()
  const [params, change] = useParams()
  const state = stateOf(params.get('state'))
  const category = params.get('category') ?? ''
  const roomId = params.get('room') ?? ''
  const list = useQuery(flagsQuery({ state: state === 'all' ? '' : state, category, roomId }))
  const [unsent] = useStored(unsentOf(name))
  const { rows, waiting, load } = useShownOrder(
    `${state} ${category} ${roomId}`,
    list.data?.rows.filter(
      (row) =>
        state === 'all' || (row.state === state && !unsent.some(({ flagId }) => flagId === row.id)),
    ),
  )
  const chosen = params.get('id') ?? rows[0]?.id ?? ''
  const at = rows.findIndex(({ flagIds }) => flagIds.includes(chosen))
  const select = useCallback((id: string | undefined) => change({ id }), [change])
  const neighbour = (step: number) => rows[at + step]?.id
  const next = at < 0 ? rows[0]?.id : (neighbour(1) ?? neighbour(-1))
  usePrefetch([next, ...[2, 3, 4, 5].map(neighbour)])
  return {
    ...{ state, category, roomId, change, list, rows, waiting, load, chosen, select },
    row: rows[at],
    next: rows.find(({ id }) => id === next),
    goOn: () => select(next),
    move(step: 1 | -1) {
      const id = neighbour(step)
      if (id) select(id)
    },
  }
}

function stateOf(text: string | null): ShownState {
  return text === 'all' ? 'all' : (shownStates.find((state) => state === text) ?? 'open')
}

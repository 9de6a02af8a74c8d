import type { QueryClient } from '@tanstack/react-query'
import type { FlagState } from '#shared/domain/flag.ts'
import { type FlagPage, flagQuery } from '../queries.ts'

/** Lets every list on the screen show the state without waiting for the server. */
export function showState(queries: QueryClient, id: string, state: FlagState): void {
  queries.setQueriesData<FlagPage>(
    { queryKey: ['flags'] },
    (page) =>
      page && {
        ...page,
        rows: page.rows.map((row) => (row.id === id ? { ...row, state } : row)),
      },
  )
  queries.setQueryData(flagQuery(id).queryKey, (view) => view && { ...view, state })
}

/** Asks again for all that a change of these flags may have moved. */
export async function refresh(queries: QueryClient, flagIds: readonly string[]): Promise<void> {
  const flags = flagIds.map((id) => ['flag', id])
  await Promise.all(
    [['flags'], ['counts'], ['room'], ['rooms'], ['broadcast'], ...flags].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
}

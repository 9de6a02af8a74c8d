import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { countsQuery } from '../queries.ts'

/** What is asked for again when something moved on the server. */
const stale: Readonly<Record<string, readonly (readonly string[])[]>> = {
  counts: [['flags'], ['desk']],
  recordings: [['recordings'], ['intake'], ['broadcasts'], ['desk']],
  alerts: [['alerts']],
}

/** One stream from the house for the whole console: counts are put in place, lists that changed are asked for again. */
export function useEvents(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const source = new EventSource('/api/events')
    for (const [event, keys] of Object.entries(stale)) {
      // The first word of each topic only says how things stand, which the pages have just asked for themselves.
      let first = true
      source.addEventListener(event, ({ data }: MessageEvent<string>) => {
        if (event === 'counts') queries.setQueryData(countsQuery.queryKey, JSON.parse(data))
        if (!first) refresh(queries, keys)
        first = false
      })
    }
    return () => source.close()
  }, [queries])
}

function refresh(queries: QueryClient, keys: readonly (readonly string[])[]): void {
  for (const queryKey of keys) void queries.invalidateQueries({ queryKey })
}

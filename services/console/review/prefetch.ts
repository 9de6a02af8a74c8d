import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { clipSource } from '../player/clip-source.ts'
import { flagQuery } from '../queries.ts'

/** Clips are large: so many of the next ones are fetched ahead. */
const clipsAhead = 2

/** The next flags are fetched while this one is judged, the very next with their previews; work goes on without a network. */
export function usePrefetch(flagIds: readonly (string | undefined)[]): void {
  const queries = useQueryClient()
  const wanted = flagIds.filter((id) => id !== undefined).join(' ')
  useEffect(() => {
    const stop = new AbortController()
    for (const [i, id] of wanted.split(' ').filter(Boolean).entries())
      void queries
        .fetchQuery(flagQuery(id))
        .then(async (view) => {
          const url = i < clipsAhead ? clipSource(view)?.url : null
          if (url) await (await fetch(url, { signal: stop.signal })).blob()
        })
        // It is only a head start; the flag itself says what is wrong when it is opened.
        .catch(() => {})
    return () => stop.abort()
  }, [wanted, queries])
}

import { useCallback, useMemo, useSyncExternalStore } from 'react'

const moved = 'lvbo:moved'

export interface Route {
  readonly path: string
  readonly params: URLSearchParams
}

export type Changes = Readonly<Record<string, string | null | undefined>>

/** Goes to a path of the console. `replace` leaves no step to go back to: for moving inside one page. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  dispatchEvent(new Event(moved))
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  addEventListener(moved, listener)
  return () => {
    removeEventListener('popstate', listener)
    removeEventListener(moved, listener)
  }
}

/** Where the person is. The address is the only place filters and selections live. */
export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  return useMemo(() => {
    const { pathname, searchParams } = new URL(address, location.origin)
    return { path: pathname, params: searchParams }
  }, [address])
}

/** Changes parameters of the present address; null or empty takes one away. */
export function useParams(): [URLSearchParams, (changes: Changes) => void] {
  const { params } = useRoute()
  const change = useCallback((changes: Changes) => {
    const next = new URLSearchParams(location.search)
    for (const [name, value] of Object.entries(changes))
      if (value) next.set(name, value)
      else next.delete(name)
    const search = next.toString()
    go(location.pathname + (search ? `?${search}` : ''), { replace: true })
  }, [])
  return [params, change]
}

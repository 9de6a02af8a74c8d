import { useSyncExternalStore } from 'react'

/** One value outside of React that parts of the page watch. */
export interface Cell<T> {
  get(): T
  set(value: T): void
  subscribe(listener: () => void): () => void
}

export function cell<T>(initial: T): Cell<T> {
  const listeners = new Set<() => void>()
  let value = initial
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What `select` reads from the cell; draws again only when that changes, so it must return a plain value. */
export function useCell<T, V>(source: Cell<T>, select: (value: T) => V): V {
  return useSyncExternalStore(source.subscribe, () => select(source.get()))
}

import { useSyncExternalStore } from 'react'
import { type Cell, cell } from './cell.ts'

/** A small setting of this browser under `lvbo.<key>`; where storage is refused it lasts as long as the page. */
export function stored<T extends string>(key: string, initial: T): Cell<T> {
  const name = `lvbo.${key}`
  const setting = cell((attempt(() => localStorage.getItem(name)) as T | null) ?? initial)
  return {
    ...setting,
    set(value) {
      attempt(() => localStorage.setItem(name, value))
      setting.set(value)
    },
  }
}

export function useStored<T extends string>(setting: Cell<T>): [T, (value: T) => void] {
  return [useSyncExternalStore(setting.subscribe, setting.get), setting.set]
}

/** Storage may be switched off or full, which is no reason to stop. */
function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}

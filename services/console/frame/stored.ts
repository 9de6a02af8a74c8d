import { useSyncExternalStore } from 'react'
import { type Cell, cell } from './cell.ts'

/** A small setting of this browser under `lvbo.<key>`; where storage is refused it lasts as long as the page. */
export function stored<T extends string>(key: string, initial: T): Cell<T> {
  return keptAs(
    `lvbo.${key}`,
    initial,
    (text) => text as T,
    (value) => value,
  )
}

/** What each person who uses this browser keeps in it, as JSON; by their name. */
export function personal<T>(key: string, initial: T): (person: string) => Cell<T> {
  const cells = new Map<string, Cell<T>>()
  return (person) => {
    const known = cells.get(person)
    if (known) return known
    const made = keptAs<T>(`lvbo.${key}.${person}`, initial, JSON.parse, JSON.stringify)
    cells.set(person, made)
    return made
  }
}

export function useStored<T>(setting: Cell<T>): [T, (value: T) => void] {
  return [useSyncExternalStore(setting.subscribe, setting.get), setting.set]
}

function keptAs<T>(
  name: string,
  initial: T,
  read: (text: string) => T,
  write: (value: T) => string,
): Cell<T> {
  const setting = cell(
    attempt(() => {
      const text = localStorage.getItem(name)
      return text === null ? null : read(text)
    }) ?? initial,
  )
  return {
    ...setting,
    set(value) {
      attempt(() => localStorage.setItem(name, write(value)))
      setting.set(value)
    },
  }
}

/** Storage may be switched off or full, or hold what an older console wrote, which is no reason to stop. */
function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}

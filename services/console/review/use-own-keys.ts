import { useMemo } from 'react'
import { useSession } from '../frame/session.tsx'
import { personal, useStored } from '../frame/stored.ts'
import type { Action, Key } from './keys.ts'
import { labelOf, moved, type OwnKeys, withOwn } from './own-keys.ts'

const kept = personal<OwnKeys>('keys', {})

/** This person's map in this browser; `keyOf` an action is what is printed on its first key. */
export function useOwnKeys() {
  const { name } = useSession()
  const [own, setOwn] = useStored(kept(name))
  return useMemo(() => {
    const keys = withOwn(own)
    const keyOf = (action: Action) => {
      const found = keys.find((binding) => binding.action === action)
      return found ? labelOf(found) : ''
    }
    const move = (from: Key, to: Key) => setOwn(moved(own, from, to))
    return { keys, keyOf, move, reset: () => setOwn({}), changed: Object.keys(own).length > 0 }
  }, [own, setOwn])
}

import { useEffect, useState } from 'react'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import type { FlagView } from '../queries.ts'
import { isAway } from './away.ts'
import { openingsOf } from './openings.ts'

/** Tells the house that a grave flag is before this person, or keeps it for later; true once it may take 成立 from them. */
export function useOpening(grave: FlagView | null): boolean {
  const { name } = useSession()
  const [open, setOpen] = useState('')
  const id = grave?.id ?? ''
  const { handed = '', openMs = 0 } = grave?.exposure ?? {}
  useEffect(() => {
    if (!id) return
    let live = true
    let timer = 0
    const openedAtMs = Date.now()
    const wait = (ms: number) => {
      if (live) timer = window.setTimeout(() => setOpen(id), ms)
    }
    read(api.flags[':id'].open.$post({ param: { id }, json: {} })).then(
      ({ waitMs }) => wait(waitMs),
      (error) => {
        const kept = openingsOf(name)
        if (isAway(error) && !kept.get().some(({ flagId }) => flagId === id))
          kept.set([...kept.get(), { flagId: id, handed, openedAtMs }])
        // The house has the last word on the verdict itself.
        wait(openMs)
      },
    )
    return () => {
      live = false
      clearTimeout(timer)
    }
  }, [id, handed, openMs, name])
  return open === id
}

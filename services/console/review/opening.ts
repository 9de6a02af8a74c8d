import { useEffect, useState } from 'react'
import { api, read } from '../client.ts'

/** Tells the house that a grave flag is before this person; true once it may take 成立 from them. */
export function useOpening(flagId: string | null): boolean {
  const [open, setOpen] = useState('')
  useEffect(() => {
    if (!flagId) return
    let live = true
    let timer = 0
    const wait = (ms: number) => {
      if (live) timer = window.setTimeout(() => setOpen(flagId), ms)
    }
    read(api.flags[':id'].open.$post({ param: { id: flagId } })).then(
      ({ waitMs }) => wait(waitMs),
      // The house has the last word on the verdict itself.
      () => wait(0),
    )
    return () => {
      live = false
      clearTimeout(timer)
    }
  }, [flagId])
  return open === flagId
}

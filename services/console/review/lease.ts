import { useEffect, useState } from 'react'
import { api, read } from '../client.ts'
import { cell } from '../frame/cell.ts'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { isAway } from './away.ts'

/** A glance in passing holds nothing; the hold is renewed well before it runs out. */
const dwellMs = 1_500
const heartbeatMs = 240_000

/** Flags that this page holds, with the end of each hold. */
export const heldFlags = cell<ReadonlyMap<string, number>>(new Map())

/** Holds an open flag for this person while it is looked at. Returns the sentence when somebody else has it. */
export function useLease(flagId: string | null): string {
  const say = useWords()
  const [taken, setTaken] = useState({ flagId: '', why: '' })
  useEffect(() => {
    if (!flagId) return
    let live = true
    const hold = () =>
      read(api.flags[':id'].hold.$post({ param: { id: flagId } })).then(
        ({ untilMs }) => {
          heldFlags.set(new Map([...heldFlags.get(), [flagId, untilMs]]))
          if (live) setTaken({ flagId, why: '' })
        },
        // That the network is away is said elsewhere, once.
        (error) => live && setTaken({ flagId, why: isAway(error) ? '' : sentenceOf(error, say) }),
      )
    const first = setTimeout(hold, dwellMs)
    const beat = setInterval(hold, heartbeatMs)
    return () => {
      live = false
      clearTimeout(first)
      clearInterval(beat)
    }
  }, [flagId, say])
  return taken.flagId === flagId ? taken.why : ''
}

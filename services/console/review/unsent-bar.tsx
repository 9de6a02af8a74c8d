import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useSession } from '../frame/session.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useStored } from '../frame/stored.ts'
import { useWords } from '../words/words.ts'
import { isAway } from './away.ts'
import { refresh } from './flag-cache.ts'
import { dropGiven, settleGiven } from './given.ts'
import { openingsOf, sendOpenings } from './openings.ts'
import { send } from './send.ts'
import { sendAll, unsentOf } from './unsent.ts'

/** A browser does not always notice that the network is back. */
const againMs = 5_000

/** Says how many verdicts wait for the network, files them when it is back, and lists those that came too late. */
export function UnsentBar({ open }: { readonly open: (flagId: string) => void }) {
  const say = useWords()
  const queries = useQueryClient()
  const { name } = useSession()
  const kept = unsentOf(name)
  const [unsent] = useStored(kept)
  const busy = useRef(false)
  const waiting = unsent.filter(({ refused }) => refused === undefined)
  const [openings] = useStored(openingsOf(name))
  const any = waiting.length + openings.length > 0

  useEffect(() => {
    if (!any) return
    async function again() {
      if (busy.current) return
      busy.current = true
      // No verdict may wait for these; where the network is still away, the first verdict meets that too.
      await sendOpenings(name).catch(() => {})
      const asked = kept.get()
      const left = await sendAll(asked, {
        file: async (one) => {
          const agoMs = Math.max(0, Date.now() - one.givenAtMs)
          settleGiven(one.id, (await send(one, name, agoMs)).effectiveAtMs)
        },
        isAway,
        why: (error) => sentenceOf(error, say),
      })
      for (const { id, refused } of left) if (refused !== undefined) dropGiven(id)
      // Some may have been given, or taken back, while these were on their way.
      const now = kept.get()
      const stay = left.filter(({ id }) => now.some((one) => one.id === id))
      kept.set([...stay, ...now.filter((one) => !asked.includes(one))])
      busy.current = false
      if (left.length < asked.length)
        await refresh(
          queries,
          asked.map(({ flagId }) => flagId),
        )
    }
    const timer = setInterval(again, againMs)
    addEventListener('online', again)
    return () => {
      clearInterval(timer)
      removeEventListener('online', again)
    }
  }, [any, kept, name, queries, say])

  if (unsent.length === 0) return null
  return (
    <div className="unsent" role="status" data-testid="unsent">
      {waiting.length > 0 && <p>{say('unsent.waiting', { n: waiting.length })}</p>}
      {unsent
        .filter(({ refused }) => refused !== undefined)
        .map(({ id, flagId, phrase, refused = '' }) => (
          <p key={id} data-testid="unsent-refused">
            {say('unsent.refused', { phrase, why: refused })}
            <Button size="small" type="link" onClick={() => open(flagId)}>
              {say('unsent.open')}
            </Button>
            <Button
              size="small"
              type="link"
              onClick={() => kept.set(kept.get().filter((one) => one.id !== id))}
            >
              {say('unsent.dismiss')}
            </Button>
          </p>
        ))}
    </div>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef } from 'react'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { refresh, showState } from './flag-cache.ts'
import { addGiven, dropGiven, type Given, settleGiven } from './given.ts'

/** Files verdicts while the screen has moved on; one that could not be filed comes back with its sentence. */
export function useFiling() {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const say = useWords()
  const saving = useRef(new Map<string, Promise<boolean>>())

  /** Shows it as done, files it, and puts things back when it is refused. */
  function give(given: Given, file: () => Promise<number>): void {
    const { id, flagIds, verdict, before } = given
    addGiven(given)
    for (const flagId of flagIds) showState(queries, flagId, verdict)
    const filed = file().then(
      (effectiveAtMs) => {
        settleGiven(id, effectiveAtMs)
        return true
      },
      (error) => {
        dropGiven(id)
        for (const flagId of flagIds) showState(queries, flagId, before)
        message.error(say('review.judgeFailed', { why: sentenceOf(error, say) }), 6)
        return false
      },
    )
    saving.current.set(id, filed)
    void filed.finally(() => {
      saving.current.delete(id)
      void refresh(queries, flagIds)
    })
  }

  /** False when the house refused it; waits for one that is still on its way. */
  const filed = async (id: string) => (await saving.current.get(id)) ?? true

  return { give, filed }
}

import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { refresh } from './flag-cache.ts'

/** Puts a flag off for a day. */
export function usePark(goOn: () => void) {
  const say = useWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  return async (view: FlagView, reason: string) => {
    try {
      await read(api.flags[':id'].park.$post({ param: { id: view.id }, json: { days: 1, reason } }))
      message.success(say('review.parked'))
      goOn()
    } catch (error) {
      message.error(sentenceOf(error, say), 6)
    }
    await refresh(queries, [view.id])
  }
}

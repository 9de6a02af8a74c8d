import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef } from 'react'
import type { FlagState } from '#shared/domain/flag.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { type FlagPage, type FlagView, flagQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { addGiven, dropGiven, type Given, givenVerdicts, newId, settleGiven } from './given.ts'

/**
 * Gives verdicts and takes them back. The screen moves on at once; a verdict that could not be saved comes back with its
 * sentence. Undo waits for a verdict that is still on its way.
 */
export function useJudging(select: (flagId: string) => void) {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const say = useWords()
  const saving = useRef(new Map<string, Promise<boolean>>())

  async function save(given: Given, view: FlagView, reason: string): Promise<boolean> {
    const { id, verdict } = given
    const seen = view.log.at(-1)?.id ?? null
    try {
      const route = api.flags[':id'][view.secondLook?.part === 'decider' ? 'settle' : 'verdict']
      const entry = await read(
        route.$post({ param: { id: view.id }, json: { id, verdict, reason, seen } }),
      )
      settleGiven(id, entry.effectiveAtMs)
      return true
    } catch (error) {
      dropGiven(id)
      showState(queries, view.id, view.state)
      message.error(say('review.judgeFailed', { why: sentenceOf(error, say) }), 6)
      return false
    } finally {
      saving.current.delete(id)
      void refresh(queries, view.id)
    }
  }

  function judge(view: FlagView, verdict: Verdict, reason: string): void {
    const phrase = view.quote.slice(view.quoteStart, view.quoteEnd)
    const given = { id: newId(), flagId: view.id, verdict, phrase, effectiveAtMs: null }
    addGiven(given)
    showState(queries, view.id, verdict)
    saving.current.set(given.id, save(given, view, reason))
  }

  async function undo(given: Given | undefined = undoable(Date.now())): Promise<void> {
    if (!given) {
      message.info(say('review.nothingToUndo'))
      return
    }
    const saved = await (saving.current.get(given.id) ?? true)
    if (!saved) return
    try {
      await read(api.flags[':id'].undo.$post({ param: { id: given.flagId } }))
      dropGiven(given.id)
      message.success(say('review.undone'))
      select(given.flagId)
    } catch (error) {
      message.error(sentenceOf(error, say), 6)
    }
    await refresh(queries, given.flagId)
  }

  return { judge, undo }
}

function undoable(nowMs: number): Given | undefined {
  return givenVerdicts
    .get()
    .find(({ effectiveAtMs }) => effectiveAtMs === null || effectiveAtMs > nowMs)
}

/** Lets every list on the screen show the state without waiting for the server. */
function showState(queries: QueryClient, id: string, state: FlagState): void {
  queries.setQueriesData<FlagPage>(
    { queryKey: ['flags'] },
    (page) =>
      page && {
        ...page,
        rows: page.rows.map((row) => (row.id === id ? { ...row, state } : row)),
      },
  )
  queries.setQueryData(flagQuery(id).queryKey, (view) => view && { ...view, state })
}

async function refresh(queries: QueryClient, id: string): Promise<void> {
  await Promise.all(
    [['flags'], ['counts'], ['flag', id], ['room'], ['rooms']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import type { Verdict } from '#shared/domain/verdict.ts'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { type FlagRow, type FlagView, flagQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { isAway } from './away.ts'
import { useFiling } from './filing.ts'
import { refresh, showState } from './flag-cache.ts'
import { dropGiven, type Given, givenVerdicts, newId } from './given.ts'
import { send } from './send.ts'
import { did } from './tour.tsx'
import { mostUnsent, type Unsent, unsentOf } from './unsent.ts'

/** Gives verdicts and takes them back; one that is given without a network waits for it. */
export function useJudging(select: (flagId: string) => void) {
  const queries = useQueryClient()
  const { name } = useSession()
  const { message } = App.useApp()
  const say = useWords()
  const { give, filed } = useFiling()
  const unsent = unsentOf(name)

  function judge(view: FlagView, verdict: Verdict, reason: string): void {
    const phrase = phraseOf(view)
    const one: Unsent = {
      ...{ id: newId(), flagId: view.id, verdict, reason, phrase },
      seen: view.log.at(-1)?.id ?? null,
      givenAtMs: Date.now(),
      route: view.secondLook?.part === 'decider' ? 'settle' : 'verdict',
    }
    const given = {
      ...{ id: one.id, flagIds: [view.id], verdict, phrase },
      ...{ before: view.state, effectiveAtMs: null },
    }
    if (unsent.get().length >= mostUnsent) {
      message.error(say('unsent.full', { n: mostUnsent }), 6)
      select(view.id)
      return
    }
    give(given, async () => {
      try {
        return (await send(one, name)).effectiveAtMs
      } catch (error) {
        if (!isAway(error)) throw error
        unsent.set([...unsent.get(), one])
        return Number.POSITIVE_INFINITY
      }
    })
  }

  function judgeAll(row: FlagRow, flagIds: readonly string[], verdict: Verdict): void {
    const given = {
      ...{ id: newId(), flagIds, verdict, before: 'open' as const, effectiveAtMs: null },
      phrase: `${phraseOf(row)} ${say('batch.many', { n: flagIds.length })}`,
    }
    give(given, async () => {
      const json = { id: given.id, verdict, flagIds: [...flagIds] }
      const { effectiveAtMs } = await read(api.worklist.batch.$post({ json }))
      const said = { n: flagIds.length, verdict: say(`verdict.${verdict}`) }
      message.success(say('batch.done', said))
      return effectiveAtMs
    })
  }

  async function undo(given: Given | undefined = undoable(Date.now())): Promise<void> {
    if (!given) {
      message.info(say('review.nothingToUndo'))
      return
    }
    if (!(await filed(given.id))) return
    const [flagId = ''] = given.flagIds
    const waiting = unsent.get().find(({ id }) => id === given.id)
    try {
      if (waiting) unsent.set(unsent.get().filter((one) => one !== waiting))
      else if (given.flagIds.length > 1)
        await read(api.worklist.batch[':id'].undo.$post({ param: { id: given.id } }))
      else await read(api.flags[':id'].undo.$post({ param: { id: flagId } }))
      dropGiven(given.id)
      message.success(say('review.undone'))
      did('undo')
      for (const id of given.flagIds) {
        showState(queries, id, given.before)
        // Its log has grown; who decides it again must have seen that.
        if (!waiting) queries.removeQueries(flagQuery(id))
      }
      select(flagId)
    } catch (error) {
      message.error(sentenceOf(error, say), 6)
    }
    await refresh(queries, given.flagIds)
  }

  return { judge, judgeAll, undo }
}

function phraseOf({ quote, quoteStart, quoteEnd }: FlagRow | FlagView): string {
  return quote.slice(quoteStart, quoteEnd)
}

function undoable(nowMs: number): Given | undefined {
  return givenVerdicts
    .get()
    .find(({ effectiveAtMs }) => effectiveAtMs === null || effectiveAtMs > nowMs)
}

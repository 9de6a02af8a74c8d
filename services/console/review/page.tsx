import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { api, read } from '../client.ts'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Failed, Loading, Notice, sentenceOf } from '../frame/states.tsx'
import { useStored } from '../frame/stored.ts'
import { clipSource } from '../player/clip-source.ts'
import { type FlagView, flagQuery, flagsQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { useShownOrder } from './arrivals.ts'
import { Help } from './help.tsx'
import { refresh, useJudging } from './judging.ts'
import { JustJudged } from './just-judged.tsx'
import { Filters, QueueList, type ShownState, shownStates } from './queue.tsx'
import { did, Tour } from './tour.tsx'
import { unsentOf } from './unsent.ts'
import { UnsentBar } from './unsent-bar.tsx'
import { useOwnKeys } from './use-own-keys.ts'
import { Workbench } from './workbench.tsx'
import './review.css'

/** 线索复核: the queue, and the flag in hand. Which ones are shown and which is chosen stands in the address. */
export function ReviewPage() {
  const say = useWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { name } = useSession()
  const { keyOf } = useOwnKeys()
  const [params, change] = useParams()
  const [help, setHelp] = useState(false)
  const state = stateOf(params.get('state'))
  const category = params.get('category') ?? ''
  const roomId = params.get('room') ?? ''
  const list = useQuery(flagsQuery({ state: state === 'all' ? '' : state, category, roomId }))
  const [unsent] = useStored(unsentOf(name))
  const { rows, waiting, load } = useShownOrder(
    `${state} ${category} ${roomId}`,
    list.data?.rows.filter(
      (row) =>
        state === 'all' || (row.state === state && !unsent.some(({ flagId }) => flagId === row.id)),
    ),
  )
  const chosen = params.get('id') ?? rows[0]?.id ?? ''
  const at = rows.findIndex(({ flagIds }) => flagIds.includes(chosen))
  const select = useCallback((id: string | undefined) => change({ id }), [change])
  const neighbour = (step: number) => rows[at + step]?.id
  const next = at < 0 ? rows[0]?.id : (neighbour(1) ?? neighbour(-1))
  const goOn = () => select(next)
  const { judge, judgeAll, undo } = useJudging(select)
  usePrefetch([next, ...[2, 3, 4, 5].map(neighbour)])

  async function park(view: FlagView, reason: string) {
    try {
      await read(api.flags[':id'].park.$post({ param: { id: view.id }, json: { days: 1, reason } }))
      message.success(say('review.parked'))
      goOn()
    } catch (error) {
      message.error(sentenceOf(error, say), 6)
    }
    await refresh(queries, [view.id])
  }

  return (
    <div className="review">
      <aside className="queue panel" aria-label={say('review.queue')}>
        <Filters state={state} category={category} change={(to) => change({ ...to, id: null })} />
        {roomId && (
          <div className="only-room">
            <bdi>{rows.find((row) => row.roomId === roomId)?.room ?? say('rooms.name')}</bdi>
            <Button size="small" type="link" onClick={() => change({ room: null, id: null })}>
              {say('review.allRooms')}
            </Button>
          </div>
        )}
        <div className="summary">
          <span
            className="num"
            data-testid="queue-total"
            title={state === 'open' ? say('review.itemsHint') : undefined}
          >
            {say(state === 'open' ? 'review.items' : 'review.total', { n: rows.length })}
          </span>
          {list.data && list.data.total > list.data.rows.length && (
            <span className="small quiet">
              {say(state === 'open' ? 'review.ofItems' : 'review.of', { total: list.data.total })}
            </span>
          )}
          <Button size="small" type="text" onClick={() => setHelp(true)} data-testid="help">
            {say('review.help')} <kbd className="key">{keyOf('help')}</kbd>
          </Button>
        </div>
        <UnsentBar open={select} />
        {waiting > 0 && (
          <Button className="arrived" size="small" onClick={load} data-testid="arrived">
            {say('review.arrived', { n: waiting })} <kbd className="key">{keyOf('load')}</kbd>
          </Button>
        )}
        {list.isPending && <Loading />}
        {list.error && !list.data && <Failed error={list.error} retry={() => list.refetch()} />}
        <QueueList rows={rows} chosen={chosen} choose={select} showState={state === 'all'} />
        <Tour />
        <JustJudged undo={(given) => void undo(given)} />
      </aside>
      {chosen ? (
        <Workbench
          id={chosen}
          row={rows[at]}
          nextPhrase={rows.find(({ id }) => id === next)?.quote}
          select={select}
          move={(step) => {
            const id = neighbour(step)
            if (id) select(id)
            did('queue')
          }}
          judge={(view, verdict, reason) => {
            judge(view, verdict, reason)
            did('verdict')
            goOn()
          }}
          judgeAll={(row, flagIds, verdict) => {
            judgeAll(row, flagIds, verdict)
            goOn()
          }}
          park={(view, reason) => void park(view, reason)}
          load={load}
          undo={() => void undo()}
          help={() => setHelp(true)}
        />
      ) : (
        <div className="panel nothing">
          {list.data && (
            <Notice
              title={say(state === 'open' ? 'review.emptyOpen' : 'review.emptyOther')}
              hint={say(state === 'open' ? 'review.emptyOpenHint' : 'review.emptyOtherHint')}
            />
          )}
        </div>
      )}
      <Help open={help} close={() => setHelp(false)} />
    </div>
  )
}

function stateOf(text: string | null): ShownState {
  return text === 'all' ? 'all' : (shownStates.find((state) => state === text) ?? 'open')
}

/** Clips are large: so many of the next ones are fetched ahead. */
const clipsAhead = 2

/** The next flags are fetched while this one is judged, the very next with their previews; work goes on without a network. */
function usePrefetch(flagIds: readonly (string | undefined)[]): void {
  const queries = useQueryClient()
  const wanted = flagIds.filter((id) => id !== undefined).join(' ')
  useEffect(() => {
    const stop = new AbortController()
    for (const [i, id] of wanted.split(' ').filter(Boolean).entries())
      void queries
        .fetchQuery(flagQuery(id))
        .then(async (view) => {
          const url = i < clipsAhead ? clipSource(view)?.url : null
          if (url) await (await fetch(url, { signal: stop.signal })).blob()
        })
        // It is only a head start; the flag itself says what is wrong when it is opened.
        .catch(() => {})
    return () => stop.abort()
  }, [wanted, queries])
}

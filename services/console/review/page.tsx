import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useParams } from '../frame/router.ts'
import { Failed, Loading, Notice } from '../frame/states.tsx'
import { clipSource } from '../player/clip-source.ts'
import { flagQuery, flagsQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { Help } from './help.tsx'
import { useJudging } from './judging.ts'
import { JustJudged } from './just-judged.tsx'
import { Filters, QueueList, type ShownState, shownStates } from './queue.tsx'
import { Workbench } from './workbench.tsx'
import './review.css'

/** 线索复核: the queue, and the flag in hand. Which ones are shown and which is chosen stands in the address. */
export function ReviewPage() {
  const say = useWords()
  const [params, change] = useParams()
  const [help, setHelp] = useState(false)
  const state = stateOf(params.get('state'))
  const category = params.get('category') ?? ''
  const roomId = params.get('room') ?? ''
  const list = useQuery(flagsQuery({ state: state === 'all' ? '' : state, category, roomId }))
  const rows = (list.data?.rows ?? []).filter((row) => state === 'all' || row.state === state)
  const chosen = params.get('id') ?? rows[0]?.id ?? ''
  const at = rows.findIndex(({ id }) => id === chosen)
  const select = (id: string | undefined) => change({ id })
  const neighbour = (step: 1 | -1) => rows[at + step]?.id
  const next = at < 0 ? rows[0]?.id : (neighbour(1) ?? neighbour(-1))
  const { judge, undo } = useJudging(select)
  usePrefetch(next)

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
          <span className="num" data-testid="queue-total">
            {say('review.total', { n: rows.length })}
          </span>
          {list.data && list.data.total > list.data.rows.length && (
            <span className="small quiet">
              {say('review.shown', { n: list.data.rows.length, total: list.data.total })}
            </span>
          )}
          <Button size="small" type="text" onClick={() => setHelp(true)} data-testid="help">
            {say('review.help')} <kbd className="key">?</kbd>
          </Button>
        </div>
        {list.isPending && <Loading />}
        {list.error && !list.data && <Failed error={list.error} retry={() => list.refetch()} />}
        <QueueList rows={rows} chosen={chosen} choose={select} showState={state === 'all'} />
        <JustJudged undo={(given) => void undo(given)} />
      </aside>
      {chosen ? (
        <Workbench
          id={chosen}
          nextPhrase={rows.find(({ id }) => id === next)?.quote}
          move={(step) => {
            const id = neighbour(step)
            if (id) select(id)
          }}
          judge={(view, verdict, reason) => {
            judge(view, verdict, reason)
            select(next === view.id ? undefined : next)
          }}
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

/** The next flag and its preview are fetched while this one is judged. */
function usePrefetch(id: string | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!id) return
    const stop = new AbortController()
    void queries
      .fetchQuery(flagQuery(id))
      .then(async (view) => {
        const url = clipSource(view)?.url
        if (url) await (await fetch(url, { signal: stop.signal })).blob()
      })
      // It is only a head start; the flag itself says what is wrong when it is opened.
      .catch(() => {})
    return () => stop.abort()
  }, [id, queries])
}
